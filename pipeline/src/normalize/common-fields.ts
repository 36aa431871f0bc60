import type { FieldTable } from './adapter.ts';

const paths = (list: string): string[] => list.trim().split(/\s+/);

/**
 * Names under which boards that follow no dialect write a field, in order of preference. Other names, and names in
 * other elements, are found in the first records: see `completeFields`.
 */
export const COMMON_FIELDS = {
  externalId: paths(`
    guid id @id referencenumber reference_number reference-number reference ref jobid job_id
    job-id partnerjobid job_reference reference_id referenceid externalid external_id
    requisitionid uid uuid jobcode code dc:identifier @rdf:about`),
  title: paths('title jobtitle job_title job-title name position headline positiontitle dc:title'),
  jobUrl: paths(`
    link[@rel=alternate]/@href link[@rel!=self] url joburl job_url job-url detail-url
    detailurl detail_url link[@rel!=self]/@href permalink applyurl apply_url apply-url
    application-callback-url guid[@ispermalink!=false] @url @href @rdf:about`),
  applyUrl: paths(`
    applyurl apply_url apply-url applicationurl application_url application-callback-url
    applylink apply_link`),
  company: paths(`
    company/name company companyname company_name company-name employer employername
    employer_name organization organisation hiringorganization sourcename publisher-name
    subcompany client advertiser dc:publisher`),
  location: paths(`
    location joblocation job_location locations/location place office address
    georss:featurename dc:coverage`),
  city: paths('city town location/city locality municipality ort ville'),
  region: paths('state region province location/state location/region county region1'),
  country: paths('country countryname country_name location/country countrycode country_code'),
  remote: paths(`
    remote isremote is_remote remotetype remote_type remotestatus telecommute workplacetypes
    workplacetype`),
  jobType: paths(`
    jobtype job_type job-type employmenttype employment_type employmenttypes contracttype
    contract_type contract-type type schedule employment contract_time working_hours`),
  categories: paths(`
    category category/@term categories/category jobcategory job_category department industry
    sector function dc:subject tags/tag tag`),
  salary: paths(`
    salary compensation salary_text salarytext wage pay payrate basesalary salary/text
    monthlysalary`),
  salaryMin: paths(`
    salary_min salarymin minsalary min_salary minimumsalary salary/min salary_from
    salaryfrom salaryrangefrom`),
  salaryMax: paths(
    'salary_max salarymax maxsalary max_salary maximumsalary salary/max salary_to salaryto salaryrangeto',
  ),
  salaryCurrency: paths('salary_currency salarycurrency currency salary/currency salary/@currency'),
  salaryPeriod: paths(`
    salary_period salaryperiod salary_frequency salaryinterval salary_type salary/period
    salary/@periodicity`),
  description: paths(`
    content:encoded description jobdescription job_description job-description content body
    details text description_requirements summary dc:description briefdescription`),
  publishedAt: paths(`
    pubdate published date dateposted date_posted date-posted posted posteddate posted_at
    publishdate publish_date publishon publish_on publicationdate publication_date published_at listdate
    createdat created_at createdon created datecreated date_created creationdate creation_date dc:date dcterms:issued
    updated modified updated_at lastmodified`),
  expiresAt: paths(`
    expirationdate expiration_date expires expires_at expiresat expiry expirydate expiry_date expire
    validthrough valid_through valid_until validuntil closingdate closing_date deadline
    enddate end_date applicationdeadline`),
} satisfies FieldTable;
