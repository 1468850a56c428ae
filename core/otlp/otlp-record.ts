import type { OtlpField } from '../contract/otlp/shapes.ts';
import type { JsonValue } from '../kernel/json.ts';
import type { Rejection } from '../kernel/rejection.ts';
import type { OtlpAttributes } from './any-value.ts';

/** A span, a log record or a point of a metric, as far as mappings ask for it. */
export interface OtlpRecord {
  readonly name: string;
  readonly attributes: OtlpAttributes;
  readonly origin: OtlpOrigin;
  /** When what it counts has happened, in nanoseconds since 1970; undefined where it does not say. */
  readonly nanos: bigint | undefined;
  /** What it says itself; undefined where it says nothing of the kind. @throws Rejection */
  field(field: OtlpField): JsonValue | undefined;
  /** What tells it from all others, and is the same when it is sent again. @throws Rejection */
  identity(): string;
  /** Why it cannot be counted, whichever mapping it is for. */
  readonly refusal?: Rejection;
}

/** What records are of: what made them, and which part of it. */
export interface OtlpOrigin {
  readonly resource: OtlpAttributes;
  readonly scope: OtlpAttributes;
  /** The same for all that come from there, in whatever order its attributes are. */
  identity(): string;
}
