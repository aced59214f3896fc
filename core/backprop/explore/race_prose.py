"""What is said about a race of learning rates, apart from the rules that decide it."""

from __future__ import annotations

MANNERS = {
    "stopped": "It broke down after {lasted}: {reason}",
    "still": "It did not move: its loss is {final} all the way.",
    "uphill": "A negative rate walks along the gradient, uphill: from {start} to {final}.",
    "thrown out": "It jumped out of the valley: it ended at {final}, higher than its start. Its loss rose in {rises}, "
    "first in update {risen}.",
    "overshoots": "It overshot: its loss rose in {rises}, first in update {risen}, and still came down to {final}.",
    "crawls": "It crawls: in {updates} it came no farther than η = {leader} in {early}.",
    "steady": "Its loss never rose.",
}
STOPPED_AT_ONCE = "It broke down in its very first update: {reason}"
LEADS = "Lowest loss at the end."
ALONE = "It runs alone."

LEADER = "After {updates}, η = {rate} is lowest: E_total = {loss}, from {start} at the start."
NOBODY = "After {updates}, nobody is below the {start} they started from."
GROUPS = {  # for one rate, for several
    "crawls": ("{rates} crawls.", "{rates} crawl."),
    "overshoots": ("{rates} overshoots on its way.", "{rates} overshoot on their way."),
    "thrown out": ("{rates} is thrown out, to a higher loss.", "{rates} are thrown out, to higher losses."),
    "stopped": ("{rates} breaks down: its numbers overflow.", "{rates} break down: their numbers overflow."),
    "uphill": ("{rates} walks uphill.", "{rates} walk uphill."),
    "still": ("{rates} does not move.", "{rates} do not move."),
}
NOBODY_OVERSHOOTS = "Nobody overshoots."
LARGEST_LEADS = "Nobody overshoots: every one of these rates is small enough, and the largest gets down fastest."
