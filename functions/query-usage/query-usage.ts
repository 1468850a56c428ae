import { type CursorSigner, openedCursor, sealedCursor } from '../../core/access/cursor.ts';
import { customerNotFound } from '../../core/catalog/customer.ts';
import { meterOf } from '../../core/catalog/define-meter.ts';
import type { Customers } from '../../core/catalog/ports.ts';
import { subjectOwner, subjectOwners } from '../../core/catalog/subject-owners.ts';
import { Rejection } from '../../core/kernel/rejection.ts';
import { timestampOf } from '../../core/kernel/timestamp.ts';
import type { MeterCatalogs } from '../../core/metering/meter-catalogs.ts';
import { usagePage } from '../../core/metering/query/usage-query.ts';
import {
  dimensionValuesFrom,
  groupingFrom,
  type UsageRequest,
  usageRequestFrom,
} from '../../core/metering/query/usage-query-parameters.ts';
import type { Grouping, UsageQuestion } from '../../core/metering/query/usage-query-question.ts';
import type { Position } from '../../core/metering/query/usage-query-rows.ts';
import type { UsageTotals } from '../../core/metering/totals/ports.ts';
import type { RouteHandlers } from '../middleware/serve-routes.ts';
import { prefersCsv, usageBody, usageCsvAnswer } from './usage-answer.ts';

export interface QueryPorts {
  readonly totals: UsageTotals;
  readonly catalogs: MeterCatalogs;
  readonly customers: Customers;
}

const LIMIT_DEFAULT = 1_000;

/** Answers `GET /v1/usage`, in JSON or CSV. */
export const queryUsage = (ports: QueryPorts): RouteHandlers['QueryUsage'] => ({
  'GET /v1/usage': async ({ caller, query, headers }) => {
    const asked = usageRequestFrom(query);
    const { cursor, limit = LIMIT_DEFAULT } = asked.parameters;
    const question = await questionOf(ports, caller.tenant, asked);
    const fingerprint = fingerprintOf(query);
    const after = cursor === undefined ? undefined : positionFrom(caller, fingerprint, cursor);
    const page = await usagePage(ports.totals, question, { after, limit });
    const nextCursor =
      page.next === undefined
        ? undefined
        : sealedCursor(caller, fingerprint, positionText(page.next));
    const answered = { question, asked, page, nextCursor };
    return prefersCsv(headers['accept'])
      ? usageCsvAnswer(answered, query)
      : { status: 200, body: usageBody(answered) };
  },
});

async function questionOf(
  ports: QueryPorts,
  tenant: string,
  { parameters, period, timeZone, dimensions }: UsageRequest,
): Promise<UsageQuestion> {
  const meter = await meterOf(ports.catalogs, tenant, { key: parameters.meter, param: 'meter' });
  const grouping = groupingFrom(parameters.groupBy, meter);
  return {
    tenant,
    meter,
    period,
    unit: parameters.window,
    timeZone,
    grouping,
    dimensionValues: dimensionValuesFrom(dimensions, meter),
    ...(await audience(ports.customers, tenant, parameters, grouping)),
  };
}

type Audience = Pick<UsageQuestion, 'subjects' | 'otherThan' | 'ownerOf'>;

const nobody: ReadonlySet<string> = new Set();

/** Whose usage is asked for, and who pays for it. */
async function audience(
  customers: Customers,
  tenant: string,
  parameters: UsageRequest['parameters'],
  grouping: Grouping,
): Promise<Audience> {
  const { customer: key, subject, assigned } = parameters;
  refuseSeveral(parameters);
  if (key !== undefined) {
    const customer = (await customers.get(tenant, key))?.customer;
    if (customer === undefined) throw customerNotFound(key, 'customer');
    return { subjects: new Set(customer.subjects), otherThan: nobody, ownerOf: () => key };
  }
  if (subject !== undefined) {
    const owner = grouping.customer ? await subjectOwner(customers, tenant, subject) : undefined;
    return { subjects: new Set([subject]), otherThan: nobody, ownerOf: () => owner };
  }
  const isAsked = grouping.customer || assigned !== undefined;
  const owners = isAsked ? await subjectOwners(customers, tenant) : new Map<string, string>();
  const owned = new Set(owners.keys());
  return {
    subjects: assigned === 'true' ? owned : undefined,
    otherThan: assigned === 'false' ? owned : nobody,
    ownerOf: (one) => owners.get(one),
  };
}

function refuseSeveral({ customer, subject, assigned }: UsageRequest['parameters']): void {
  const given = Object.entries({ customer, subject, assigned })
    .filter(([, value]) => value !== undefined)
    .map(([name]) => name);
  const [first, other] = given;
  if (first === undefined || other === undefined) return;
  const detail = `${other}: ask for one of customer, subject and assigned, not for both ${first} and ${other}`;
  throw new Rejection('request.invalid', detail, { param: other });
}

/** A page may be longer or shorter than the one before; everything else has to stay. */
function fingerprintOf(query: ReadonlyMap<string, string>): string {
  const others = [...query].filter(([name]) => name !== 'cursor' && name !== 'limit');
  return JSON.stringify(['GET /v1/usage', ...others.sort(([a], [b]) => (a < b ? -1 : 1))]);
}

const positionText = ({ start, group }: Position): string => JSON.stringify([start, ...group]);

function positionFrom(signer: CursorSigner, fingerprint: string, cursor: string): Position {
  const opened = openedCursor(signer, fingerprint, cursor);
  const [start, ...group] = JSON.parse(opened) as [number, ...(string | null)[]];
  return { start: timestampOf(start), group };
}
