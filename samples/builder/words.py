"""The phrases that generated records draw from: causes, cases, conversations, chores."""

from __future__ import annotations

LOSS_REASONS = (
    "Price",
    "Lost to competitor",
    "No decision",
    "No decision",
    "Budget withdrawn",
    "Missing functionality",
    "Internal solution",
    "Timing",
)

CASES: dict[str, tuple[tuple[str, str], ...]] = {
    "LineView": (
        ("Connectivity", "No speed signal from line {n} since the network change"),
        ("Data quality", "Short stops counted twice on line {n}"),
        ("Configuration", "New stop reasons missing on the line {n} terminal"),
        ("Performance", "Shift report opens slowly at change of shift"),
        ("How-to", "How to split a change-over between two orders"),
        ("Integration", "Order numbers no longer arrive from planning"),
        ("Defect", "Downtime chart empty for the last hour of the night shift"),
    ),
    "ShiftBook": (
        ("Access", "New operators cannot sign in on the line terminal"),
        ("How-to", "Move a handover note to the next crew"),
        ("Configuration", "Add the cleaning checklist for line {n}"),
        ("Defect", "Photos in handover notes turned on their side"),
        ("Performance", "Work instruction takes a minute to open on the tablet"),
        ("Integration", "Absence list not updated from the personnel system"),
    ),
    "MachineCare": (
        ("Connectivity", "Vibration sensor {n} offline"),
        ("Data quality", "Temperature of drive {n} reads constant"),
        ("Configuration", "Alert limit too tight on pump {n}"),
        ("Defect", "Acknowledged alert came back after the weekend"),
        ("How-to", "Mark a bearing change so that the trend starts again"),
        ("Integration", "Work order not created from alert {n}"),
        ("Performance", "Trend view of one year does not load"),
    ),
    "FieldCrew": (
        ("Access", "Contractor account expired in the middle of a job"),
        ("Defect", "Offline work order lost its readings on return"),
        ("How-to", "Book two technicians on one order"),
        ("Configuration", "Safety permit step missing on hot work"),
        ("Integration", "Spare part usage not posted to stores"),
    ),
    "PartsPlan": (
        ("Data quality", "Lead time of supplier {n} read as zero"),
        ("Configuration", "Exclude obsolete parts from the proposal"),
        ("How-to", "Compare proposed stock with last year's"),
        ("Integration", "Stock take not taken over from stores"),
    ),
    "EnergyLedger": (
        ("Connectivity", "Steam meter {n} sends no values"),
        ("Data quality", "Compressed air total higher than the sum of its lines"),
        ("Configuration", "New tariff from the first of the month"),
        ("How-to", "Charge the cold store to two products"),
        ("Defect", "Monthly report leaves out the last day"),
    ),
    "CarbonFile": (
        ("Data quality", "Emission factor of purchased steam out of date"),
        ("How-to", "Show the change against the base year"),
        ("Configuration", "Add the second warehouse to the site boundary"),
        ("Integration", "Electricity invoices of one supplier not read"),
    ),
    "QualityLoop": (
        ("Configuration", "Control limits for the new recipe on line {n}"),
        ("Connectivity", "Checkweigher {n} disconnects during cleaning"),
        ("Data quality", "Samples from the laboratory arrive a shift late"),
        ("How-to", "Release a held lot after re-inspection"),
        ("Defect", "Drift warning shown for a stopped line"),
        ("Performance", "Chart of one month opens in two minutes"),
    ),
    "BatchThread": (
        ("Integration", "Pallet labels of warehouse {n} not linked"),
        ("Data quality", "Rework batch appears without its origin"),
        ("How-to", "Export a recall report for one customer"),
        ("Configuration", "New silo missing in the genealogy"),
        ("Performance", "Recall report slow over the year end"),
        ("Defect", "Batch split shown with the wrong weight"),
    ),
}
"""Support cases by product: reason and subject; ``{n}`` becomes a number."""

MEETINGS = (
    "Monthly results review, {unit}",
    "{product} working session at {unit}",
    "Walk of the floor with the shift leads, {unit}",
    "Joint look at the {product} figures",
    "Planning of the next {product} step",
    "Site visit, {unit}",
    "Open points and next quarter, {unit}",
    "Readout of the {product} findings",
)
CALLS = (
    "Call about {product} figures at {unit}",
    "Check-in before the month end, {unit}",
    "Call: who decides on the next step at {unit}",
    "Follow-up on the last visit to {unit}",
    "Call about open support questions, {unit}",
    "Short call on crew training, {unit}",
    "Call: timing of the {product} change",
)
EMAILS = (
    "Email: summary of our meeting, {unit}",
    "Email: {product} results of last month",
    "Email: answers to your questions on {product}",
    "Email: proposal for dates, {unit}",
    "Email: release notes that matter to {unit}",
    "Email: figures you asked for, {unit}",
    "Email: names for the {product} training",
)
EXECUTIVE_MEETINGS = (
    "Executive conversation: progress against the stated priorities",
    "Executive lunch: plans for the coming year",
    "Executive call: results so far and open decisions",
    "Executive visit: plant tour and review of results",
)
CHORES = (
    "Send the {product} usage figures for {unit}",
    "Prepare the monthly page for {unit}",
    "Check sensor coverage at {unit}",
    "Write up the {unit} visit",
    "Update the contact list of {unit}",
    "Agree training dates for {product} at {unit}",
    "Compare {product} results with the plan",
    "Get the plant calendar of {unit} for next quarter",
    "Confirm the number of {product} units in use at {unit}",
    "Review open support cases with {unit}",
)
