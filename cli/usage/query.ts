import type { Api } from '../http/api.ts';
import { isJsonObject, type JsonObject, textAt } from '../http/json.ts';
import { wholeList } from '../http/pages.ts';

/** What to ask for; times as the interface takes them. */
export interface UsageQuestion {
  readonly meter: string;
  readonly customer?: string | undefined;
  readonly subject?: string | undefined;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly window?: string | undefined;
  readonly timezone?: string | undefined;
  readonly groupBy?: string | undefined;
}

/** Usage of one window and group. */
export interface UsageRow {
  readonly start: string;
  readonly end: string;
  readonly customer: string | undefined;
  readonly subject: string | undefined;
  readonly dimensions: Readonly<Record<string, string>>;
  /** A decimal. */
  readonly value: string;
}

/** The whole answer, all its pages. */
export interface UsageAnswer {
  /** Everything but the rows, as answered. */
  readonly head: JsonObject;
  readonly rows: readonly UsageRow[];
}

/** Asks `GET /v1/usage`. */
export async function usageOf(api: Api, question: UsageQuestion): Promise<UsageAnswer> {
  const query = { ...question };
  const { head, items } = await wholeList(api, { path: '/v1/usage', query, member: 'rows' });
  const { rows: _rows, nextCursor: _cursor, ...facts } = head;
  return { head: facts, rows: items.map(usageRowFrom) };
}

const usageRowFrom = (item: JsonObject): UsageRow => ({
  start: textAt(item, 'start') ?? '',
  end: textAt(item, 'end') ?? '',
  customer: textAt(item, 'customer'),
  subject: textAt(item, 'subject'),
  dimensions: Object.fromEntries(
    Object.entries(isJsonObject(item['dimensions']) ? item['dimensions'] : {}).map(
      ([name, value]) => [name, typeof value === 'string' ? value : JSON.stringify(value)],
    ),
  ),
  value: textAt(item, 'value') ?? '',
});
