import { exitCode, Failure } from '../failure.ts';
import type { JsonObject } from '../http/json.ts';

/** Which events, as options say it. */
export interface SelectOptions {
  readonly reason: string;
  readonly id?: string;
  readonly time?: string;
  readonly source?: string;
  readonly backfill?: string;
  readonly from?: string;
  readonly to?: string;
  readonly type?: string;
  readonly meter?: string;
  readonly subject?: readonly string[];
  readonly where?: readonly string[];
}

/** What amended events are to say. */
export interface AmendOptions {
  readonly toType?: string;
  readonly eventData?: string;
}

/** The request for a correction. Throws a `Failure` where options do not fit together. */
export function correctionBody(options: SelectOptions & AmendOptions): object {
  const { reason, toType, eventData } = options;
  const isAmended = toType !== undefined || eventData !== undefined;
  const amend = isAmended ? amendOf(toType, eventData) : undefined;
  // As JSON, what is undefined is left out.
  return { reason, ...selectionOf(options), amend };
}

function selectionOf(options: SelectOptions): object {
  const { id, time, source, backfill, from, to, type, meter, subject, where } = options;
  if (id !== undefined) {
    if (source === undefined || time === undefined) {
      throw new Failure('say --source and --time of the event as well', exitCode.usage);
    }
    return { events: [{ source, id, time, subject: subject?.[0] }] };
  }
  if (from === undefined || to === undefined) {
    throw new Failure('name an event by --id, or say --from and --to', exitCode.usage);
  }
  const data = where === undefined ? undefined : fieldsOf(where);
  return { where: { from, to, type, source, backfill, meter, subjects: subject, data } };
}

function fieldsOf(pairs: readonly string[]): Readonly<Record<string, readonly string[]>> {
  const parts = pairs.map((pair) => {
    const at = pair.indexOf('=');
    if (at > 0) return { field: pair.slice(0, at), value: pair.slice(at + 1) };
    throw new Failure(`give --where as field=value, got ${pair}`, exitCode.usage);
  });
  const fields = Map.groupBy(parts, ({ field }) => field);
  return Object.fromEntries(
    [...fields].map(([field, own]) => [field, own.map(({ value }) => value)]),
  );
}

function amendOf(type: string | undefined, data: string | undefined): object {
  return { type, data: data === undefined ? undefined : patchFrom(data) };
}

function patchFrom(text: string): JsonObject {
  try {
    const patch: unknown = JSON.parse(text);
    if (typeof patch === 'object' && patch !== null && !Array.isArray(patch)) {
      return patch as JsonObject;
    }
  } catch {
    // Said below.
  }
  throw new Failure(`give --event-data as a JSON object, got ${text}`, exitCode.usage);
}
