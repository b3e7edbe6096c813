<?php
// Reads a calendar with sabre/vobject, of Nextcloud, Baikal and ownCloud, and prints, as JSON, its events: every one with
// all the days on which it takes place, or its instants where it has times of day; and what its validator says.

use Sabre\VObject\Reader;
use Sabre\VObject\RecurrenceIterator;

error_reporting(E_ALL & ~E_DEPRECATED); // the series that Debian has is older than its PHP
require 'Sabre/VObject/autoload.php';

function between(DateTimeInterface $start, DateTimeInterface $end, bool $isTimed): array
{
    if ($isTimed) {
        $zone = new DateTimeZone('UTC');
        $both = array_map(fn ($each) => (clone $each)->setTimezone($zone)->format('Y-m-d\TH:i:s\Z'), [$start, $end]);
        return [implode('/', $both)];
    }
    $days = [];
    for ($day = clone $start; $day < $end; $day->modify('+1 day')) {
        $days[] = $day->format('Y-m-d');
    }
    return $days;
}

$calendar = Reader::read(file_get_contents($argv[1]));
$events = [];
foreach ($calendar->select('VEVENT') as $event) {
    $isTimed = ($event->DTSTART['VALUE'] ?? '') != 'DATE';
    $on = [];
    if (!isset($event->RRULE)) {
        $on = between($event->DTSTART->getDateTime(), $event->DTEND->getDateTime(), $isTimed);
    } else {
        for ($times = new RecurrenceIterator($calendar, (string) $event->UID); $times->valid(); $times->next()) {
            $on = [...$on, ...between($times->getDtStart(), $times->getDtEnd(), $isTimed)];
        }
    }
    $events[] = [
        'uid' => (string) $event->UID,
        'summary' => null, // it gives texts as they stand in the file
        'status' => (string) $event->STATUS,
        'on' => $on,
    ];
}
$wrong = array_map(fn ($problem) => $problem['message'], $calendar->validate());
echo json_encode(['wrong' => $wrong, 'events' => $events], JSON_UNESCAPED_UNICODE | JSON_THROW_ON_ERROR);
