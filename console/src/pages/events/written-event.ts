import { type Fault, faultOf } from '../../faults.ts';
import { jsonOf } from '../../json-text.ts';

/** An event as a person writes it, each field as text. */
export interface WrittenEvent {
  readonly id: string;
  readonly source: string;
  readonly type: string;
  readonly subject: string;
  readonly time: string;
  /** JSON; empty where the event has none. */
  readonly data: string;
}

export interface PlainEvent {
  readonly id: string;
  readonly source: string;
  readonly type: string;
  readonly subject: string;
  readonly time: string;
  readonly data?: unknown;
}

/** The event that was written; or what is wrong with its data, which is no JSON. Of all else the interface says it. */
export function eventFrom(
  written: WrittenEvent,
): { readonly event: PlainEvent } | { readonly fault: Fault } {
  const { data: text, ...attributes } = written;
  if (text.trim() === '') return { event: attributes };
  const read = jsonOf(text);
  if ('fault' in read) return { fault: faultOf('/data', read.fault) };
  return { event: { ...attributes, data: read.value } };
}

/** The minute before an event and the hours after it: where a list that is asked for has it. */
export function stretchAround(time: string): { readonly from: string; readonly to: string } {
  const at = Date.parse(time);
  const instant = (milliseconds: number): string =>
    new Date(milliseconds).toISOString().replace(/\.\d+Z$/, 'Z');
  return { from: instant(at - 60_000), to: instant(at + 60_000) };
}
