import { type MeterDefinitionBody, meterDefinition } from '../contract/catalog/meter-shapes.ts';
import { canonicalJson, type JsonValue } from '../kernel/json.ts';
import { parsed } from '../kernel/parsed.ts';
import { Rejection } from '../kernel/rejection.ts';
import { levelAggregations, type Meter } from '../metering/meter.ts';
import { type RollingWindow, rollingDaysFrom } from '../metering/rolling/rolling-window.ts';
import { sessionGapFrom } from '../metering/sessions.ts';

/** A meter before the catalog has it. */
export type MeterDefinition = Omit<Meter, 'sinceVersion'>;

/** A hundred of them fit one item of a table. */
const DEFINITION_BYTES_MAX = 3_500;
/** What `groupBy` means by these is not a dimension. */
const reservedDimensions: ReadonlySet<string> = new Set(['customer', 'subject']);

/**
 * The body of a `PUT /v1/meters/{key}`, checked and brought into one form: whatever is left out is there, and filters
 * are sorted lists of text, as events are compared with them.
 * @throws Rejection with a pointer to what is wrong.
 */
export function meterDefinitionFrom(key: string, body: JsonValue): MeterDefinition {
  const sent = parsed(meterDefinition, body);
  refuseValueMismatch(sent);
  refuseOpeningMismatch(sent);
  refuseSessionMismatch(sent);
  refuseWindowMismatch(sent);
  refuseUncharged(sent);
  refuseBadDimensions(sent.dimensions ?? []);
  const definition: MeterDefinition = {
    key,
    ...(sent.description === undefined ? {} : { description: sent.description }),
    eventType: sent.eventType,
    aggregation: sent.aggregation,
    ...(sent.value === undefined ? {} : { value: sent.value }),
    ...(sent.opensWith === undefined ? {} : { opensWith: sent.opensWith }),
    ...(sent.session === undefined ? {} : { session: sent.session }),
    ...(sent.window === undefined ? {} : { window: windowFrom(sent.window) }),
    ...(sent.chargedOnly === undefined ? {} : { chargedOnly: sent.chargedOnly }),
    dimensions: sent.dimensions ?? [],
    filter: filterFrom(sent.filter ?? {}),
  };
  const bytes = Buffer.byteLength(JSON.stringify(definition));
  if (bytes <= DEFINITION_BYTES_MAX) return definition;
  throw new Rejection(
    'request.invalid',
    `keep a meter's definition within ${DEFINITION_BYTES_MAX} bytes of JSON, got ${bytes}: shorten the filter or the description`,
    { param: '' },
  );
}

function refuseValueMismatch({ aggregation, value }: MeterDefinitionBody): void {
  const isOfEvents = aggregation === 'count' || aggregation === 'session_count';
  if (isOfEvents && value !== undefined) {
    throw new Rejection(
      'request.invalid',
      `/value: leave it out: ${aggregation} is of events, whatever they hold; to add up ${JSON.stringify(value)} choose sum`,
      { param: '/value' },
    );
  }
  if (!isOfEvents && value === undefined) {
    throw new Rejection(
      'request.invalid',
      `/value: add it: ${aggregation} needs the field of the event's data to work on, such as "bytes" or "/usage/bytes"`,
      { param: '/value' },
    );
  }
}

function refuseOpeningMismatch({ aggregation, opensWith }: MeterDefinitionBody): void {
  if (opensWith === undefined || levelAggregations.has(aggregation)) return;
  throw new Rejection(
    'request.invalid',
    `/opensWith: leave it out: ${aggregation} is of a month's own events; what goes on from month to month is a ${[...levelAggregations].join(' or ')}`,
    { param: '/opensWith' },
  );
}

function refuseSessionMismatch({ aggregation, session }: MeterDefinitionBody): void {
  if ((aggregation === 'session_count') !== (session !== undefined)) {
    const detail =
      session === undefined
        ? '/session: say when a session ends, such as {"gap": "PT30M"}: session_count needs it'
        : `/session: leave it out: only session_count is of sessions, and it is ${aggregation}`;
    throw new Rejection('request.invalid', detail, { param: '/session' });
  }
  if (session === undefined || sessionGapFrom(session.gap) !== undefined) return;
  throw new Rejection(
    'request.invalid',
    `/session/gap: give from a minute (PT1M) to a day (PT24H), got ${session.gap}`,
    { param: '/session/gap' },
  );
}

function refuseWindowMismatch({ aggregation, window, chargedOnly }: MeterDefinitionBody): void {
  if (window === undefined) return;
  if (!windowedAggregations.has(aggregation)) {
    throw new Rejection(
      'request.invalid',
      `/window: leave it out, or choose ${[...windowedAggregations].join(', ')}: a rolling window is of these, and it is ${aggregation}`,
      { param: '/window' },
    );
  }
  if (chargedOnly !== undefined) {
    throw new Rejection(
      'request.invalid',
      '/chargedOnly: leave it out: what a rolling window comes to is known when its days are over, and cannot be charged before',
      { param: '/chargedOnly' },
    );
  }
  if (rollingDaysFrom(window.rolling) !== undefined) return;
  throw new Rejection(
    'request.invalid',
    `/window/rolling: give from one day (P1D) to 31 (P31D), got ${window.rolling}`,
    { param: '/window/rolling' },
  );
}

const windowFrom = ({
  rolling,
  statistic = 'max',
}: NonNullable<MeterDefinitionBody['window']>): RollingWindow => ({ rolling, statistic });

const windowedAggregations: ReadonlySet<string> = new Set(['count', 'sum', 'unique_count']);

function refuseUncharged({ aggregation, chargedOnly }: MeterDefinitionBody): void {
  if (chargedOnly === undefined || aggregation === 'count' || aggregation === 'sum') return;
  throw new Rejection(
    'request.invalid',
    `/chargedOnly: leave it out: only what counts or sums can be charged before it is used, it is ${aggregation}`,
    { param: '/chargedOnly' },
  );
}

function refuseBadDimensions(dimensions: readonly string[]): void {
  for (const [index, dimension] of dimensions.entries()) {
    const param = `/dimensions/${index}`;
    if (dimension.includes(',')) {
      throw new Rejection(
        'request.invalid',
        `${param}: name a field without a comma, which parts the names in groupBy`,
        { param },
      );
    }
    if (reservedDimensions.has(dimension)) {
      throw new Rejection(
        'request.invalid',
        `${param}: write "/${dimension}" for the field of that name: in groupBy, ${dimension} means who pays or who used it`,
        { param },
      );
    }
    if (dimensions.indexOf(dimension) < index) {
      throw new Rejection('request.invalid', `${param}: name each dimension once`, { param });
    }
  }
}

function filterFrom(filter: NonNullable<MeterDefinitionBody['filter']>): Meter['filter'] {
  const fields = Object.entries(filter).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(
    fields.map(([field, wanted]) => {
      const values = Array.isArray(wanted) ? wanted : [wanted];
      return [field, [...new Set(values.map(String))].sort()];
    }),
  );
}

/** Whether two meters count the same; what they are described as does not matter. */
export const countsAlike = (a: MeterDefinition, b: MeterDefinition): boolean =>
  identifyingText(a) === identifyingText(b);

const identifyingText = ({
  key,
  eventType,
  aggregation,
  value,
  opensWith,
  session,
  window,
  chargedOnly,
  dimensions,
  filter,
}: MeterDefinition): string =>
  canonicalJson([
    key,
    eventType,
    aggregation,
    value ?? null,
    dimensions,
    filter,
    ...(opensWith === undefined ? [] : [opensWith]),
    ...(session === undefined ? [] : [session]),
    ...(window === undefined ? [] : [{ ...window }]),
    ...(chargedOnly === undefined ? [] : ['charged-only']),
  ]);
