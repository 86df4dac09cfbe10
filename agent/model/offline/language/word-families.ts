/**
 * Words of everyday business English that mean the same thing when a question meets a model's names:
 * "how much did we sell" is about *sales*. The first of a line stands for all.
 */
const LINES = `
sale sell sold selling sells
earning earn earned earns
purchase bought buy buying buys purchased purchasing
order ordered ordering
churn churned churning churns
lose lost losing loses loss losses
retention retain retained retaining retains
discount discounted discounting
spend spent spending spends
signup signed-up sign-up
subscription subscribe subscribed subscribing
cancellation cancel cancelled canceled cancelling cancels
refund refunded refunding
shipment ship shipped shipping
conversion convert converted converting converts
delivery deliver delivered delivering
payment pay paid paying
acquisition acquire acquired acquiring
average avg mean
quantity qty
number num
percent percentage pct
target goal quota objective
booking booked
renewal renew renewed renewing
expansion expand expanded
upgrade upgraded upgrading
loan lend lent lending borrow borrowed borrowing borrows loaned
overdue late
complain complained complaint complaints
visit visited visiting visits
stay stayed stays
rent rented rental rentals
hire hired hiring
raise raised raises raising
leave left leaver leavers leaving
solve solved solving resolve resolved resolving
donate donated donation
enrol enroll enrolled enrolment enrollment
attend attended attendance
reserve reserved reservation
owe owed owes owing
collection collect collected collecting collects
rejection reject rejected rejects rejecting
invoice invoiced invoicing
inspection inspect inspected
registration register registered
admission admit admitted
installation install installed
child children
person people persons
man men
woman women
criterion criteria
medium media
`;

/** Word → the word that stands for its family. */
export const FAMILIES: ReadonlyMap<string, string> = new Map(
  LINES.trim()
    .split("\n")
    .flatMap((line) => {
      const words = line.split(" ");
      const [head = ""] = words;
      return words.map((word) => [word, head] as const);
    }),
);
