import { openedCursor, sealedCursor } from '../../core/access/cursor.ts';
import { findQuestion, type UsageQuestionPorts } from '../../core/catalog/usage-question.ts';
import type { Clock } from '../../core/kernel/clock.ts';
import {
  inOpenMeterNames,
  type OpenMeterRequest,
  openMeterRequestFrom,
} from '../../core/metering/query/openmeter-query.ts';
import { positionFrom, positionText } from '../../core/metering/query/position.ts';
import {
  readUsagePage,
  type UsagePage,
  type UsageReads,
} from '../../core/metering/query/usage-query.ts';
import { usageRequestFrom } from '../../core/metering/query/usage-query-parameters.ts';
import type { RouteHandlers } from '../middleware/serve-routes.ts';
import { openMeterUsageBody } from './openmeter-answer.ts';
import { prefersCsv, usageBody, usageCsvAnswer } from './usage-answer.ts';

export type QueryPorts = UsageQuestionPorts & UsageReads & { readonly clock: Clock };

const LIMIT_DEFAULT = 1_000;
/** OpenMeter has no pages: as many rows as a page of ours may have. */
const OPENMETER_ROWS_MAX = 10_000;

/** Answers `GET /v1/usage`, in JSON or CSV, and OpenMeter's queries. */
export const queryUsage = (ports: QueryPorts): RouteHandlers['QueryUsage'] => ({
  'GET /v1/usage': async ({ caller, query, headers }) => {
    const asked = usageRequestFrom(query);
    const { cursor, limit = LIMIT_DEFAULT } = asked.parameters;
    const question = await findQuestion(ports, caller.tenant, asked);
    const fingerprint = fingerprintOf(query);
    const after =
      cursor === undefined ? undefined : positionFrom(openedCursor(caller, fingerprint, cursor));
    const page = await readUsagePage(ports, question, { after, limit });
    const nextCursor =
      page.next === undefined
        ? undefined
        : sealedCursor(caller, fingerprint, positionText(page.next));
    const answered = { question, asked, page, nextCursor };
    return prefersCsv(headers['accept'])
      ? usageCsvAnswer(answered, query)
      : { status: 200, body: usageBody(answered) };
  },
  'GET /api/v1/meters/{key}/query': async ({ caller, params, query }) => {
    const asked = openMeterRequestFrom(params.key, query, ports.clock.now());
    const page = await openMeterPage(ports, caller.tenant, asked);
    return { status: 200, body: openMeterUsageBody(asked, page) };
  },
});

/** @throws Rejection with the parameter that is wrong, as OpenMeter calls it. */
async function openMeterPage(
  ports: QueryPorts,
  tenant: string,
  asked: OpenMeterRequest,
): Promise<UsagePage> {
  try {
    const question = await findQuestion(ports, tenant, asked);
    return await readUsagePage(ports, question, { after: undefined, limit: OPENMETER_ROWS_MAX });
  } catch (error) {
    throw inOpenMeterNames(error);
  }
}

/** A page may be longer or shorter than the one before; everything else has to stay. */
function fingerprintOf(query: ReadonlyMap<string, string>): string {
  const others = [...query].filter(([name]) => name !== 'cursor' && name !== 'limit');
  return JSON.stringify(['GET /v1/usage', ...others.sort(([a], [b]) => (a < b ? -1 : 1))]);
}
