/**
 * The sentences of the descriptions. {company}, {role} and {city} are filled in per record. Characters that
 * XML and HTML reserve are included on purpose.
 */

export const introductions = [
  '{company} is hiring a {role} for the team in {city}. We are forty people who care about finishing what we start.',
  'From {city}, {company} serves customers in eleven countries. As our next {role} you will shape how we grow.',
  'Do you want your work to be seen? {company} in {city} is looking for a {role} who would rather build than talk.',
  'We are {company}, a family-owned business in {city} since 1987. Our {role} is retiring; will you take over?',
  'Join {company} as {role}. You will work with a small, calm crew in {city}, with room to learn & to decide.',
] as const;

export const duties = [
  'Own your area from the first sketch to the day-to-day running of it',
  'Plan the week with the team, and say early when a plan will not hold',
  'Keep records that a colleague can follow on a Sunday night',
  'Answer questions from customers within one working day',
  'Improve one thing each month, & measure whether it helped',
  'Train new colleagues in safety, tools and the way we hand over',
  'Work with purchasing so that parts arrive before they are needed',
  'Review the work of others kindly and precisely',
  'Report faults the same day, including your own',
  'Prepare the figures for the monthly meeting (up to 30 pages)',
  'Look after three to five accounts of your own',
  'Test changes with real users before they go out',
] as const;

export const requirements = [
  'Two or more years in a similar role, or a convincing reason why not',
  'English at level B2; German, Polish or Spanish is a plus',
  'You write clearly: short sentences, no jargon',
  'A calm way of dealing with people who are in a hurry',
  'Driving licence, class B or equivalent',
  'Comfortable with spreadsheets of >10,000 rows',
  'Willing to be on call one week in eight (paid)',
  'A relevant qualification: apprenticeship, degree or certificate',
  'You can lift up to 20 kg, with the tools we provide',
  'Curiosity about how the other half of the company works',
] as const;

export const benefits = [
  '30 days of leave, plus your birthday',
  'Pension contribution of 6 % from the first month',
  'A 36-hour week with flexible starts between 07:00 and 10:00',
  'Bike lease, rail pass or parking: your choice',
  'Training budget of 1,500 a year, no questions asked',
  'Two days a week from home where the work allows it',
  'Canteen with a vegetarian dish every day – and decent coffee',
  'Profit share paid in March',
] as const;

export const closings = [
  'Please apply with a short CV; a cover letter isn’t needed. {company} answers within ten days.',
  'Questions? Call us before you write: the {role} you would work with picks up the phone.',
  '{company} welcomes everyone: age, origin, disability or belief play no part in how we choose.',
  'Interviews are held in {city} or by video. We pay for the train.',
] as const;
