/**
 * Words that business people use for one thing, a line a thing. General English of commerce and work: what a company
 * calls things in its own way belongs into its semantic model's synonyms.
 */
const LINES = `
revenue, sales, turnover, income, earnings, takings, proceeds, top line, receipts
churn, attrition, defection, customer loss, lost customers, leave, cancel, cancellation, lapse, depart, lose, quit, go away, walk away, stop buying, stop shopping, no longer buy, switch away, unsubscribe, drop out
retention, retain, keep, stay, loyalty, loyal, renewal, renew, come back, hold on to, repeat purchase
customer, client, account, buyer, shopper, subscriber, patron, purchaser, clientele, people who buy
consumer, individual, private customer, household, retail customer, private buyer, private person, home user, end user
supplier, vendor, provider, contractor, seller
price, cost, charge, fee, rate, tariff, expensive, cheap, pay, how much
price increase, raise prices, prices went up, pay more, more expensive, dearer, costlier, price rise, price hike, prices rose
price decrease, lower prices, cheaper, less expensive, price cut, prices fell
price lock, fixed price, price guarantee, prices frozen, price freeze
discount, rebate, reduction, markdown, money off, price cut, concession, deduction, cheaper, special terms, special price, better price, percent off
target, goal, objective, quota, aim, budget, plan, ambition, ambitious, expectation, expected
forecast, projection, outlook, prediction, estimate, expectation, predict, expect
increase, raise, rise, growth, grow, hike, uplift, higher, climb, jump, gain, go up, went up, surge
decrease, decline, drop, fall, reduction, reduce, shrink, lower, dip, slump, cut, go down, went down, plunge, slide, weaken, lose
profit, margin, earnings, profitability, profitable, bottom line, earn, make money
benchmark, industry average, peers, industry standard, typical, norm, average, others in the industry, rest of the industry, compare, similar companies, comparison
competitor, rival, competition, competing, opponent, challenger, other providers
competitor offer, poach, lure, undercut, steal, win over, attract, entice, promotion, snatch
promotion, campaign, offer, special offer, deal, incentive, advertising, advertise, advert, marketing action
region, territory, area, geography, market, location, district, part of the country
segment, group, category, class, type, cohort, tier, kind
definition, define, meaning, mean, stand for, count as, counts as, consider, regard as, decide, determine
calculate, calculation, compute, computation, formula, derive, measure, work out, determine, add up
lifetime value, ltv, clv, customer lifetime value, customer worth, worth over time, long-term value, total value
acquisition cost, cac, customer acquisition cost, cost of acquisition, cost to win, cost of winning
acquire, win, gain, attract, sign up, acquisition, bring in, new business
win back, bring back, recover, recovery, regain, reactivate, get back, return
recovery plan, countermeasure, remedy, measures, bring back, turn around, turnaround, get back on track, response
monthly recurring revenue, mrr, recurring revenue
annual recurring revenue, arr
average order value, aov, average deal, deal size, average sale, basket, ticket size, mean order, order size, average order
threshold, limit, cutoff, boundary, cap, ceiling, maximum, how far, border, line
approve, approval, sign off, authorise, authorize, permission, allow, consent, clearance, agree, permit, okay, green light, approver
exception, exemption, waiver, special case, override, special terms, deviate, deviation
enterprise, large company, corporate, big company, large customer, key account, big customer, large account, big account, big client
small business, smb, sme, small and medium, medium, midsize, mid-market, small firm, small company, small firms
firm, business, company
q1, first quarter, quarter 1
q2, second quarter, quarter 2
q3, third quarter, quarter 3
q4, fourth quarter, quarter 4, last quarter of the year
h1, first half
h2, second half
quarter, three months, quarterly
year, annual, twelve months, yearly, per annum
month, monthly
week, weekly, weekend
day, daily
miss, missed, shortfall, fell short, decline, drop, fail, underperform, underperformance, behind, below, short, lag, behind plan, behind schedule
exceed, beat, outperform, above, ahead, surpass, better than
strategy, plan, approach, priority, focus, initiative, direction, roadmap
owner, responsible, accountable, in charge, lead, head, manager, run, boss, chief, vice president, leader, responsibility
reason, cause, driver, why, explanation, behind, factor, due, explain, because
effect, impact, consequence, influence, result, outcome, affect
risk, threat, concern, danger, hazard, exposure, exposed
healthy, sound, acceptable, worrying, alarming, critical, warning, good, bad
purchase, buy, order, transaction, acquire, shop
sell, sale, selling
active, live, engaged
inactive, dormant, idle, lapsed
package, edition, tier, subscription, plan
contract, agreement, deal, commitment
old, legacy, former, earlier, previous, existing, outdated
start, begin, effective, launch, take effect, commence, introduce, come into force, kick off
end, finish, expire, expiry, expiration, terminate, termination, close, stop, sunset, retire
holiday, vacation, leave, time off, day off, pto, annual leave, days off, free days
christmas, december, year end, peak weeks, holiday season, festive
sick, illness, ill, sickness, unwell, disease, flu, medical
doctor, physician, medical certificate
death, died, die, bereavement, funeral, deceased, pass away
wedding, marriage, marry, married
move, moving, relocate, relocation
relative, family member, grandmother, grandfather, uncle, aunt, sibling, cousin
employee, staff, worker, colleague, personnel, team member, workforce, people, crew
hire, recruit, hiring, recruitment, recruiting, onboard, join, joiner, new starter
dismiss, dismissal, fire, termination, layoff, redundancy, let go, sack
leaver, quit, resign, resignation, leave the company, departing, deactivate, offboarding
salary, pay, wage, compensation, remuneration, earn, paycheck
bonus, incentive, commission, reward
expense, reimbursement, reimburse, claim, spending, refund, cost
travel, trip, journey, flight, hotel
flight, fly, plane, airplane, air travel, airline, aircraft
business class, comfortable seat, first class, economy class
hotel, accommodation, lodging, overnight, room
refund, money back, return, reimburse, reimbursement, give back, get my money back
return, send back, bring back
compensation, damages, indemnity, settlement, liability, indemnify, pay out, payout, money
reject, refuse, refusal, turn down, decline, deny, denied, rejected, turned down, refused
warranty, guarantee
shipping, delivery, deliver, ship, dispatch, freight, transport, carrier
cargo, freight, goods, load, shipment, consignment, merchandise
empty, unloaded, without cargo, without freight, without load
late, delay, delayed, overdue, behind schedule, too late, not on time
punctual, on time, timely, punctuality
lost, missing, disappear, stolen, theft
damaged, broken, defective, faulty, damage, harm, in pieces, destroyed, smashed, crushed
invoice, bill, billing, statement
payment, pay, settle, settlement, remit
declined, refused, failed, bounce, failed payment, payment failure, rejected
unpaid, overdue, outstanding, reminder, late payment, not settle, does not pay, did not pay
stock, inventory, supply, warehouse
support, help, assistance, helpdesk, service desk, customer service
ticket, case, request, incident, issue, problem
contact, reach, phone, hotline, write to, get in touch
response time, reply, respond, answer, react
outage, downtime, unavailable, interruption, disruption, down, offline, crash, broken
status, state, condition, health, broken right now
uptime, availability, available, reliability
severity, priority, urgency, critical, urgent
escalate, escalation, raise, hand over
security, secure, protection, protect, safety, safe
password, credential, login, sign in, log in, passphrase, secret
two-factor, multi-factor, mfa, 2fa, second factor, authentication, two-step verification, authenticator, code, recovery code, one-time code
single sign-on, sso, saml, identity provider
access, permission, right, privilege, entitlement, authorisation, authorization
role, permission, rights, allowed to, may do, can do
privacy, personal data, gdpr, confidential, pii, personal information, outsider, internal use
health data, hipaa, patient, medical record, hospital, patient record
encryption, encrypt, encrypted, cipher, scramble, cryptography, key
delete, erase, remove, removal, deletion, erasure, destroy, wipe, dispose, throw away
undo, restore, recover, bring back, revert, undelete, by mistake, accidentally, bin, trash
keep, retain, store, storage, retention, save, archive, preserve, hold
backup, restore, recovery, recover, disaster, snapshot
train, training, course, education, learning, learn, instruction, lesson
remote, home office, work from home, telework, telecommute, hybrid, at home, own house
offline, without internet, no connection, no network, disconnected, without a connection
conflict, simultaneous, same time, at once, same moment, concurrent, somebody else changed, someone else changed
rate limit, throttle, throttling, slow down, too many requests, quota, requests a minute
computer, laptop, device, equipment, hardware, machine, notebook
phone, telephone, mobile, call, smartphone, ring, rang, rung
email, mail, message, e-mail, inbox
phishing, suspicious mail, suspicious email, scam, fraud, spam, fake mail
meeting, appointment, conference
document, file, record, paper, paperwork
customer satisfaction, csat, nps, net promoter score
satisfaction, happy, content, satisfied, unhappy, morale, mood
complaint, complain, grievance, dissatisfied, unhappy
survey, poll, questionnaire, interview, ask customers, feedback, asked, told us
law, legal, regulation, compliance, statutory, comply
tax, vat, sales tax, duty
audit, review, inspection, check, examine
certificate, certification, certified, iso, soc 2, attestation, compliant
quality, standard, grade
test, trial, experiment, pilot, try
fast, quick, speed, rapid, prompt, soon, quickly
slow, sluggish
amount, sum, quantity, volume, number
share, percentage, proportion, percent, portion, fraction, what part
minimum, least, floor, at least
maximum, most, highest, cap, ceiling, upper limit, up to
expand, expansion, enter, extend
channel, route, sales channel
online, web, internet, website, digital, e-commerce
partner, reseller, distributor, dealer, affiliate
direct, in-house
product, item, article, goods, merchandise
feature, function, capability, functionality
change, modify, alter, adjust, amend, adjustment, update, revise
edit, change, write, modify
require, requirement, must, mandatory, needed, obligatory, compulsory, condition, criteria, need, necessary
forbidden, prohibited, banned, not allowed, ban, prohibit, may not, exclude, not accepted
gift, present, hospitality
conflict of interest, outside interest
injury, accident, hurt, wound, injured
fire, emergency, evacuation, evacuate, alarm, smoke, burn, burning, flames
gather, assemble, meet, meeting point, assembly point
food, meal, lunch, dinner, eat, catering, drink
alcohol, wine, beer, drink
car, vehicle, truck, van, lorry
driver, drive, driving, behind the wheel, chauffeur, trucker
cold, temperature, heat, chilled, frozen, refrigerate, warm, cool, ice, degrees, freezing
child, parent, parental, maternity, paternity, baby, birth, newborn, father, mother
notice, notification, notify, inform, announce, communicate, tell, message, letter, learn about, hear about, find out, announcement, told
deadline, due date, cutoff, time limit, latest
frequency, often, interval, cadence, how often
duration, long, length, period, term, window, how long
eligible, qualify, entitled, eligibility, qualification
insurance, insured, coverage, cover, policy
environment, green, sustainability, pollution, emission, carbon, climate
electric, battery, charger, charging, ev
charity, non-profit, nonprofit, ngo, school, education discount
public, outside people, anyone with the link, external, outsider, without an account, guest
share, sharing, link, invite, collaborate
export, download, save as, extract
history, previous version, earlier version, past, versions, revision
location, region, hosted, where, residency, data center
office, site, premises, building, depot
automatic, automatically, automated, by itself
example, sample, illustration
first sign, warning sign, early sign, signal, symptom, indicator
visit, on site, in person
reduce price, match, price match
growth, last year, compared with last year, year over year, increase
report, presentation, reporting, show, publish
`;

/** Groups of words and phrases of like meaning. */
export const THESAURUS: readonly (readonly string[])[] = LINES.trim()
  .split("\n")
  .map((line) => line.split(",").map((member) => member.trim()));
