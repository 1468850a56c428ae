import type { JsonObject } from '../kernel/json.ts';
import { Rejection } from '../kernel/rejection.ts';
import { shown } from '../metering/shown.ts';
import { numberOf } from './any-value.ts';
import { attributesAt, nanosAt, textAt } from './members.ts';
import type { OtlpOrigin, OtlpRecord } from './otlp-record.ts';

/** A span; what it used has happened by its end. */
export function spanFrom(sent: JsonObject, origin: OtlpOrigin, place: string): OtlpRecord {
  const name = textAt(sent, 'name');
  const traceId = textAt(sent, 'traceId').toLowerCase();
  const spanId = textAt(sent, 'spanId').toLowerCase();
  return {
    name,
    attributes: attributesAt(sent, place),
    origin,
    get nanos() {
      return nanosAt(sent, 'endTimeUnixNano');
    },
    field(field) {
      if (field === 'name') return name;
      if (field === 'traceId') return traceId;
      if (field === 'spanId') return spanId;
      return field === 'durationNanos' ? durationOf(sent) : undefined;
    },
    identity() {
      refuseOther('traceId', traceId, TRACE_ID);
      refuseOther('spanId', spanId, SPAN_ID);
      return `${traceId}:${spanId}`;
    },
  };
}

function durationOf(sent: JsonObject) {
  const start = nanosAt(sent, 'startTimeUnixNano');
  const end = nanosAt(sent, 'endTimeUnixNano');
  if (start === undefined || end === undefined) return undefined;
  if (start <= end) return numberOf(end - start);
  const detail = `send a span that ends no earlier than it starts: it ends ${start - end} ns before`;
  throw new Rejection('otlp.value-unsuited', detail);
}

/** Of zeros alone it is none, says OTLP. */
const TRACE_ID = /^(?!0{32}$)[0-9a-f]{32}$/;
const SPAN_ID = /^(?!0{16}$)[0-9a-f]{16}$/;

function refuseOther(name: string, id: string, form: RegExp): void {
  if (form.test(id)) return;
  const detail = `give each span a ${name} in hexadecimal digits that are not all 0, or map an attribute as its id, got ${shown(id)}`;
  throw new Rejection('otlp.value-unsuited', detail);
}
