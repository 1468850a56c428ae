import { Rejection } from '../kernel/rejection.ts';
import type { Period, Timestamp } from '../kernel/timestamp.ts';
import { informationalMeter } from '../metering/informational.ts';
import type { Meter } from '../metering/meter.ts';
import type { MeterCatalogs } from '../metering/meter-catalogs.ts';
import type { Pseudonyms } from '../metering/pseudonyms/pseudonyms.ts';
import {
  dimensionValuesFrom,
  groupingFrom,
  type UsageRequest,
} from '../metering/query/usage-query-parameters.ts';
import type { Grouping, UsageQuestion } from '../metering/query/usage-query-question.ts';
import { customerNotFound } from './customer.ts';
import { meterOf } from './define-meter.ts';
import type { Customers } from './ports.ts';
import { ownerAt, ownersOfEach, subjectOwners } from './subject-owners.ts';
import { tenuresOf } from './tenures.ts';

/** Where it is looked up what a usage question is about. */
export interface UsageQuestionPorts {
  readonly catalogs: MeterCatalogs;
  readonly customers: Customers;
  /** Left out where subjects have none. */
  readonly pseudonyms?: Pick<Pseudonyms, 'find'> | undefined;
}

/**
 * What a request asks for, with its meter and with whose usage it is looked up.
 * @throws Rejection for a meter or customer that is not there, and where a request asks for several of customer,
 * subject and assigned.
 */
export async function findQuestion(
  ports: UsageQuestionPorts,
  tenant: string,
  asked: UsageRequest,
): Promise<UsageQuestion> {
  const { parameters, period, timeZone, dimensions } = asked;
  const meter = await meterOf(ports.catalogs, tenant, { key: parameters.meter, param: 'meter' });
  refuseWithinDays(parameters, meter);
  const grouping = groupingFrom(parameters.groupBy, meter);
  return {
    tenant,
    meter: parameters.informational === undefined ? meter : informationalMeter(meter),
    period,
    unit: parameters.window,
    timeZone,
    grouping,
    dimensionValues: dimensionValuesFrom(dimensions, meter),
    ...(await findAudience(ports, tenant, asked, grouping)),
  };
}

type Audience = Pick<UsageQuestion, 'subjects' | 'isAskedFor' | 'cutsOf' | 'ownerOf' | 'shownAs'>;

const everything = (): boolean => true;

const cutsIn = (tenures: readonly { readonly period: Period }[] = []): readonly Timestamp[] =>
  tenures.flatMap(({ period: { start, end } }) => [start, end]);

/** Whose usage is asked for, and who pays for it: a subject’s may be one customer’s until a day, and then another’s. */
async function findAudience(
  { customers, pseudonyms }: UsageQuestionPorts,
  tenant: string,
  { parameters: { customer: key, assigned }, subjects }: UsageRequest,
  grouping: Grouping,
): Promise<Audience> {
  refuseSeveral({ customer: key, subject: subjects, assigned });
  if (key !== undefined) {
    const customer = (await customers.get(tenant, key))?.customer;
    if (customer === undefined) throw customerNotFound(key, 'customer');
    const tenures = tenuresOf(customer);
    const owned = Map.groupBy(
      tenures.map((one) => ({ ...one, customer: key })),
      (one) => one.subject,
    );
    return {
      subjects: new Set(owned.keys()),
      isAskedFor: (one, at) => ownerAt(owned.get(one), at) !== undefined,
      cutsOf: (one) => cutsIn(owned.get(one)),
      ownerOf: () => key,
    };
  }
  if (subjects !== undefined) {
    return findSubjects({ customers, pseudonyms }, tenant, { subjects, grouping });
  }
  return findEveryone(customers, tenant, { assigned, grouping });
}

/** What is recorded under a subject's pseudonym is the subject's: its owners', and shown as its own. */
async function findSubjects(
  { customers, pseudonyms }: Omit<UsageQuestionPorts, 'catalogs'>,
  tenant: string,
  { subjects, grouping }: { readonly subjects: readonly string[]; readonly grouping: Grouping },
): Promise<Audience> {
  const owners = grouping.customer
    ? await ownersOfEach(customers, tenant, subjects)
    : new Map<string, never>();
  const named = (await pseudonyms?.find(tenant, subjects)) ?? new Map<string, string>();
  const clear = new Map([...named].map(([subject, name]) => [name, subject]));
  const clearOf = (one: string): string => clear.get(one) ?? one;
  return {
    subjects: new Set([...subjects, ...named.values()]),
    isAskedFor: everything,
    cutsOf: grouping.customer ? (one) => cutsIn(owners.get(clearOf(one))) : undefined,
    ownerOf: (one, at) => ownerAt(owners.get(clearOf(one)), at),
    shownAs: clearOf,
  };
}

async function findEveryone(
  customers: Customers,
  tenant: string,
  {
    assigned,
    grouping,
  }: { readonly assigned: UsageRequest['parameters']['assigned']; readonly grouping: Grouping },
): Promise<Audience> {
  const isAsked = grouping.customer || assigned !== undefined;
  const owners = isAsked ? await subjectOwners(customers, tenant) : new Map<string, never>();
  const ownerOf = (one: string, at: Timestamp) => ownerAt(owners.get(one), at);
  return {
    subjects: assigned === 'true' ? new Set(owners.keys()) : undefined,
    isAskedFor:
      assigned === undefined
        ? everything
        : (one, at) => (ownerOf(one, at) !== undefined) === (assigned === 'true'),
    cutsOf: isAsked ? (one) => cutsIn(owners.get(one)) : undefined,
    ownerOf,
  };
}

/** Trailing windows end with days: there is none for an hour. */
function refuseWithinDays(
  { window }: UsageRequest['parameters'],
  { key, window: rolling }: Meter,
): void {
  if (rolling === undefined || (window !== 'hour' && window !== 'quarter_hour')) return;
  const detail = `window: ask for day or month, or leave it out: ${key} is of windows of ${rolling.rolling} that end with each day, got ${window}`;
  throw new Rejection('request.invalid', detail, { param: 'window' });
}

function refuseSeveral(restrictions: Readonly<Record<string, unknown>>): void {
  const given = Object.entries(restrictions)
    .filter(([, value]) => value !== undefined)
    .map(([name]) => name);
  const [first, other] = given;
  if (first === undefined || other === undefined) return;
  const detail = `${other}: ask for one of customer, subject and assigned, not for both ${first} and ${other}`;
  throw new Rejection('request.invalid', detail, { param: other });
}
