import type { OpenMeterRow, OpenMeterUsage } from '../../core/contract/openmeter/shapes.ts';
import { decimalText } from '../../core/kernel/decimal.ts';
import { Rejection } from '../../core/kernel/rejection.ts';
import { rfc3339 } from '../../core/kernel/timestamp.ts';
import type { OpenMeterRequest } from '../../core/metering/query/openmeter-query.ts';
import type { UsagePage } from '../../core/metering/query/usage-query.ts';
import type { UsageRow } from '../../core/metering/query/usage-query-rows.ts';
import { jsonNumber } from '../middleware/json-number.ts';

/** As OpenMeter answers, which has no pages. @throws Rejection where there is more than one. */
export function openMeterUsageBody(
  { period, windowSize }: OpenMeterRequest,
  page: UsagePage,
): OpenMeterUsage {
  if (page.next !== undefined) throw tooManyRows();
  return {
    from: rfc3339(period.start),
    to: rfc3339(period.end),
    ...(windowSize === undefined ? {} : { windowSize }),
    data: page.rows.map(openMeterRow),
    ...(page.isPartial ? { partial: true } : {}),
    ...(page.unreadable > 0 ? { unreadable: page.unreadable } : {}),
  };
}

const openMeterRow = ({
  window,
  customer,
  subject,
  dimensions,
  value,
}: UsageRow): OpenMeterRow => ({
  value: jsonNumber(decimalText(value)),
  windowStart: rfc3339(window.start),
  windowEnd: rfc3339(window.end),
  subject: subject ?? null,
  ...(customer === undefined ? {} : { customerId: customer }),
  groupBy: dimensions,
});

const tooManyRows = (): Rejection =>
  new Rejection(
    'usage.too-many-rows',
    'ask for a shorter period, longer windows or fewer subjects: these are more rows than one answer has; GET /v1/usage answers them in pages',
  );
