/** Word lists for the sample jobs. Every company in them is invented. */

export const companyNames = [
  'Alderbrook',
  'Amberfield',
  'Basalt',
  'Birchwater',
  'Bluefinch',
  'Bramble & Rye',
  'Calder',
  'Cinderpeak',
  'Cobaltine',
  'Copperleaf',
  'Driftwood',
  'Eastmoor',
  'Emberly',
  'Fernhollow',
  'Foxglove',
  'Glasswing',
  'Greywater',
  'Halcyon Bay',
  'Hearthstone',
  'Ironwillow',
  'Juniper & Daughters',
  'Kestrelmark',
  'Lanternfish',
  'Larkspur',
  'Longacre',
  'Marrowby',
  'Millrace',
  'Moonquay',
  'Nettlecombe',
  'Northmere',
  'Oakhaven',
  'Orchard Row',
  'Pinecrest',
  'Quillfeather',
  'Ravenscar',
  'Saltmarsh',
  'Silverbirch',
  'Thistledown',
  'Umbra',
  'Vantrell',
  'Wexcombe',
  'Whinstone',
  'Yarrow',
  'Zephyrine',
] as const;

export const companyKinds = [
  'Analytics',
  'Care Homes',
  'Clinics',
  'Foods',
  'Freight',
  'Games',
  'GmbH',
  'Health',
  'Hotels',
  'Insurance',
  'Kitchens',
  'Labs',
  'Legal',
  'Logistics',
  'Ltd.',
  'Motors',
  'Partners',
  'Payments',
  'Pharma',
  'Rail',
  'Robotics',
  'Schools',
  'Software',
  'Studios',
  'Systems',
  'Textiles',
  'Utilities',
  'Works',
] as const;

export interface Role {
  title: string;
  category: string;
  /** A mid-level yearly salary, in US dollars. */
  yearlyPay: number;
}

const rolesByCategory: Record<string, [title: string, yearlyPay: number][]> = {
  'Software Development': [
    ['Backend Engineer', 98_000],
    ['Frontend Developer', 92_000],
    ['Full-Stack Developer', 95_000],
    ['Mobile Engineer', 97_000],
    ['Embedded C/C++ Developer', 94_000],
    ['QA Automation Engineer', 82_000],
  ],
  'Data & Analytics': [
    ['Data Engineer', 99_000],
    ['Data Analyst', 74_000],
    ['Machine Learning Engineer', 118_000],
    ['BI Developer', 81_000],
  ],
  'Operations & Infrastructure': [
    ['Site Reliability Engineer', 112_000],
    ['Platform Engineer', 108_000],
    ['Systems Administrator', 71_000],
    ['Network Technician', 58_000],
  ],
  Design: [
    ['Product Designer', 88_000],
    ['UX Researcher', 84_000],
    ['Motion Designer', 72_000],
  ],
  'Sales & Marketing': [
    ['Account Executive', 69_000],
    ['Content Marketer', 61_000],
    ['Growth Manager', 83_000],
    ['Inside Sales Representative', 52_000],
    ['Event Manager', 59_000],
  ],
  'Customer Support': [
    ['Customer Support Specialist', 45_000],
    ['Technical Support Engineer', 62_000],
  ],
  'Finance & Legal': [
    ['Staff Accountant', 64_000],
    ['Payroll Clerk', 48_000],
    ['Contracts Counsel', 121_000],
    ['Financial Controller', 102_000],
  ],
  Healthcare: [
    ['Registered Nurse', 76_000],
    ['Physiotherapist', 68_000],
    ['Care Assistant', 34_000],
    ['Pharmacy Technician', 41_000],
    ['Dental Hygienist', 72_000],
  ],
  Logistics: [
    ['Warehouse Operative', 36_000],
    ['Forklift Driver', 38_000],
    ['Supply Chain Planner', 67_000],
    ['HGV Driver', 49_000],
  ],
  'Trades & Engineering': [
    ['Electrician', 59_000],
    ['CNC Machinist', 54_000],
    ['Controls Engineer', 89_000],
    ['Welder', 51_000],
    ['Maintenance Technician', 55_000],
  ],
  Education: [
    ['Primary School Teacher', 56_000],
    ['Lecturer in Statistics', 78_000],
    ['Teaching Assistant', 31_000],
  ],
  Hospitality: [
    ['Sous Chef', 47_000],
    ['Front Desk Agent', 35_000],
    ['Barista', 30_000],
    ['Housekeeper', 29_000],
  ],
  'Human Resources': [
    ['Recruiter', 63_000],
    ['People Partner', 79_000],
    ['Training Coordinator', 55_000],
  ],
};

export const roles: readonly Role[] = Object.entries(rolesByCategory).flatMap(([category, list]) =>
  list.map(([title, yearlyPay]) => ({ title, category, yearlyPay })),
);

/** The prefix of a role, and its effect on the pay. */
export const levels = [
  { prefix: '', payFactor: 1 },
  { prefix: 'Junior ', payFactor: 0.75 },
  { prefix: 'Senior ', payFactor: 1.3 },
  { prefix: 'Lead ', payFactor: 1.45 },
  { prefix: '', payFactor: 1.05 },
] as const;

export const titleEndings = [
  '',
  '',
  '',
  ' (m/f/d)',
  '',
  ' – Night Shift',
  ' – 12-month Contract',
  '',
] as const;

export const jobTypes = [
  { name: 'Full Time', code: 'fulltime' },
  { name: 'Full Time', code: 'fulltime' },
  { name: 'Full Time', code: 'fulltime' },
  { name: 'Part Time', code: 'parttime' },
  { name: 'Contract', code: 'contract' },
  { name: 'Internship', code: 'internship' },
] as const;
