/**
 * Words that business people use for one thing, a line a thing. General English of commerce and work: what a company
 * calls things in its own way belongs into its semantic model's synonyms.
 */
const LINES = `
revenue, sales, turnover, income, earnings, takings
churn, attrition, defection, customer loss, lost customers, leave, cancel, cancellation, lapse, depart, lose, quit
retention, retain, keep, stay, loyalty, renewal, renew
customer, client, account, buyer, consumer, shopper, subscriber
price, cost, charge, fee, rate, tariff, expensive, cheap
discount, rebate, reduction, markdown, money off, price cut, concession, deduction
target, goal, objective, quota, aim, budget, plan
forecast, projection, outlook, prediction, estimate
increase, raise, rise, growth, grow, hike, uplift, higher, up, climb
decrease, decline, drop, fall, reduction, reduce, shrink, lower, down, dip, slump, cut
profit, margin, earnings, profitability
benchmark, industry average, peers, industry standard, typical, norm
competitor, rival, competition, competing
promotion, campaign, offer, special offer, deal, incentive
region, territory, area, geography, market, location
segment, group, category, class, type, cohort, tier
definition, define, meaning, mean, stand for
calculate, calculation, compute, computation, formula, derive, measure, worked out, determine
lifetime value, ltv, clv, customer lifetime value, customer worth, worth
acquisition cost, cac, customer acquisition cost, cost of acquisition, win a customer
monthly recurring revenue, mrr, recurring revenue
annual recurring revenue, arr
average order value, aov, average deal, deal size, average sale, basket, ticket size
threshold, limit, cutoff, boundary, cap, ceiling, maximum
approve, approval, sign off, authorise, authorize, permission, allow, consent, clearance, agree
exception, exemption, waiver, special case, override
enterprise, large company, corporate, big company, large customer, key account, big customer
small business, smb, sme, small and medium, medium, midsize, mid-market
consumer, individual, private customer, household, retail customer, person
quarter, three months, quarterly
year, annual, twelve months, yearly, per annum
month, monthly
week, weekly
day, daily
miss, missed, shortfall, fell short, fail, underperform, underperformance, behind, below, short
exceed, beat, outperform, above, ahead, surpass
strategy, plan, approach, priority, focus, initiative, direction
owner, responsible, accountable, in charge, lead, head, manager
reason, cause, driver, why, explanation, behind, factor, due
effect, impact, consequence, influence, result, outcome, affect
risk, threat, concern, danger
health, healthy, sound, acceptable, good, fine
purchase, buy, order, transaction, acquire
sell, sale, selling, sold
active, live, engaged
inactive, dormant, idle, lapsed
plan, package, edition, tier, subscription
contract, agreement, deal, commitment
old, legacy, former, earlier, previous, existing
new, fresh, recent, latest
start, begin, effective, launch, take effect, commence, introduce, come into force
end, finish, expire, expiry, expiration, terminate, termination, close, stop
holiday, vacation, leave, time off, day off, pto, annual leave
sick, illness, ill, sickness, unwell
employee, staff, worker, colleague, personnel, team member, workforce, people
hire, recruit, hiring, recruitment, recruiting, onboard, join, joiner, new starter
dismiss, dismissal, fire, termination, layoff, redundancy
salary, pay, wage, compensation, remuneration, earn
bonus, incentive, commission, reward
expense, reimbursement, reimburse, claim, spending, refund
travel, trip, journey, flight, hotel
refund, money back, return, reimburse, reimbursement, give back
return, send back, bring back
warranty, guarantee
shipping, delivery, deliver, ship, dispatch, freight, transport, carrier
late, delay, delayed, overdue, behind schedule
lost, missing, disappear
damaged, broken, defective, faulty, damage, harm
invoice, bill, billing, statement
payment, pay, settle, settlement, remit
supplier, vendor, provider, contractor
stock, inventory, supply, warehouse
support, help, assistance, helpdesk, service desk, customer service
ticket, case, request, incident, issue, problem
response time, reply, respond, answer, react
outage, downtime, unavailable, interruption, disruption, down, offline, crash
uptime, availability, available, reliability
severity, priority, urgency, critical, urgent
escalate, escalation, raise, hand over
security, secure, protection, protect, safety, safe
password, credential, login, sign in, log in, passphrase
two-factor, multi-factor, mfa, 2fa, second factor, authentication
access, permission, right, privilege, entitlement, authorisation, authorization
privacy, personal data, gdpr, confidential, pii, personal information
delete, erase, remove, removal, deletion, erasure, destroy, wipe, dispose
keep, retain, store, storage, retention, save, archive, preserve
backup, restore, recovery, recover, disaster
train, training, course, education, learning, learn, instruction
remote, home office, work from home, telework, telecommute, hybrid, at home
computer, laptop, device, equipment, hardware, machine, notebook
phone, telephone, mobile, call, smartphone
meeting, appointment, conference
document, file, record, paper
customer satisfaction, csat, nps, net promoter score, satisfaction, happy
complaint, complain, grievance, dissatisfied, unhappy
law, legal, regulation, compliance, statutory, comply
tax, vat, sales tax, duty
audit, review, inspection, check, examine
quality, standard, grade
test, trial, experiment, pilot
fast, quick, speed, rapid, prompt, soon
slow, sluggish
amount, sum, quantity, volume, number
share, percentage, proportion, percent, portion, fraction
minimum, least, floor, at least
maximum, most, highest, cap, ceiling, upper limit
expand, expansion, enter, extend
channel, route, sales channel
online, web, internet, website, digital, e-commerce
partner, reseller, distributor, dealer, affiliate
direct, in-house
product, item, article, goods, merchandise
feature, function, capability, functionality
change, modify, alter, adjust, amend, adjustment, update, revise
require, requirement, must, mandatory, needed, obligatory, compulsory, condition, criteria
forbidden, prohibited, banned, not allowed, ban, prohibit
gift, present, hospitality
conflict of interest, outside interest
injury, accident, hurt, wound
fire, emergency, evacuation, evacuate, alarm
food, meal, lunch, dinner, eat, catering
car, vehicle, truck, van, lorry
child, parent, parental, maternity, paternity, baby, birth, family
notice, notification, notify, inform, announce, communicate, tell, message
deadline, due date, cutoff
frequency, often, interval, cadence, how often
duration, long, length, period, term, window, how long
eligible, qualify, entitled, eligibility, qualification
insurance, insured, coverage, cover, policy
temperature, cold, heat, chilled, frozen, refrigerate
pollution, emission, carbon, climate, environment, green, sustainability
`;

/** Groups of words and phrases of like meaning. */
export const THESAURUS: readonly (readonly string[])[] = LINES.trim()
  .split("\n")
  .map((line) => line.split(",").map((member) => member.trim()));
