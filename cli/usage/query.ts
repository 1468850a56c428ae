import type { Api } from '../http/api.ts';
import { isJsonObject, type JsonObject, numberAt, textAt } from '../http/json.ts';
import { wholeList } from '../http/pages.ts';

/** What to ask for; times as the interface takes them. */
export interface UsageQuestion {
  readonly meter: string;
  readonly customer?: string | undefined;
  readonly subject?: string | undefined;
  /** `true` or `false`: whether some customer pays for the subject. */
  readonly assigned?: string | undefined;
  /** `true` for what is never billed. */
  readonly informational?: string | undefined;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly window?: string | undefined;
  readonly timezone?: string | undefined;
  readonly groupBy?: string | undefined;
  /** Dimension → the value it must have. */
  readonly dimensions?: Readonly<Record<string, string>>;
}

/** Usage of one window and group. */
export interface UsageRow {
  readonly start: string;
  readonly end: string;
  readonly customer: string | undefined;
  readonly subject: string | undefined;
  /** Null where the events have no such field. */
  readonly dimensions: Readonly<Record<string, string | null>>;
  /** A decimal. */
  readonly value: string;
}

/** The whole answer, all its pages. */
export interface UsageAnswer {
  /** What the answer says beside its rows. */
  readonly head: JsonObject;
  readonly rows: readonly UsageRow[];
  /** The meter is new and does not count every event of the period yet. */
  readonly isPartial: boolean;
  /** Events without a value that the meter can read. */
  readonly unreadable: number;
}

/** Asks `GET /v1/usage`. */
export async function usageOf(api: Api, question: UsageQuestion): Promise<UsageAnswer> {
  const { dimensions = {}, ...others } = question;
  const filters = Object.entries(dimensions).map(([name, value]) => [`dimension.${name}`, value]);
  const query = { ...others, ...Object.fromEntries(filters) } as Record<string, string | undefined>;
  const { pages, items } = await wholeList(api, { path: '/v1/usage', query, member: 'rows' });
  const [first = {}] = pages;
  const { rows: _rows, nextCursor: _cursor, partial: _p, unreadable: _u, ...head } = first;
  return {
    head,
    rows: items.map(usageRowFrom),
    isPartial: pages.some((page) => page['partial'] === true),
    unreadable: pages.reduce((sum, page) => sum + (numberAt(page, 'unreadable') ?? 0), 0),
  };
}

const usageRowFrom = (item: JsonObject): UsageRow => ({
  start: textAt(item, 'start') ?? '',
  end: textAt(item, 'end') ?? '',
  customer: textAt(item, 'customer'),
  subject: textAt(item, 'subject'),
  dimensions: Object.fromEntries(
    Object.entries(isJsonObject(item['dimensions']) ? item['dimensions'] : {}).map(
      ([name, value]) => [name, typeof value === 'string' ? value : null],
    ),
  ),
  value: textAt(item, 'value') ?? '',
});
