// Made from core/contract by `npm run types:client`. Do not change it by hand.

export interface OtlpMapping {
  /** Part of the id of each event: one that is renamed counts anew. */
  readonly key: string;
  readonly signal: 'spans' | 'logs' | 'metrics';
  readonly match: OtlpMatch;
  /** Of the events; meters choose by it. */
  readonly type: string;
  /** Who used it; of several, the first that is there. */
  readonly subject: OtlpTaken | readonly OtlpTaken[];
  /**
   * An attribute that tells a record from all others. Left out, a span is known by its trace and
   * itself, and others as docs/otlp.md says.
   */
  readonly id?: string;
  /** The data of the events; what is not there is left out. */
  readonly data?: Readonly<Record<string, OtlpTaken>>;
}

export interface OtlpMappings {
  readonly mappings: readonly OtlpMapping[];
  /** 0 where there were never any. */
  readonly revision: number;
  /** What can be taken as it is: nothing of it counts before it is put. */
  readonly offered: readonly OtlpMapping[];
}

export interface OtlpMappingsBody {
  readonly mappings: readonly OtlpMapping[];
  /**
   * The revision this replaces, 0 where there are none: refused when there is another. Left out,
   * whatever there is.
   */
  readonly revision?: number;
}

/** What all must fit; with nothing in it, every record of the signal does. */
export interface OtlpMatch {
  /** Of spans and metrics their names, of log records their event names. */
  readonly names?: readonly string[];
  /** Of each attribute, the values of which one must match, as text. */
  readonly attributes?: Readonly<Record<string, readonly string[]>>;
  /** The same of attributes of the resource. */
  readonly resource?: Readonly<Record<string, readonly string[]>>;
  /** Attributes that must be there. */
  readonly has?: readonly string[];
}

/**
 * Where a value is taken from: an attribute by its name; `{resource}` or `{scope}`, an attribute of
 * these; `{field}`, what the record says itself; `{constant}`, always the same text; `{attribute,
 * minus, otherwise}`, an attribute less others, or what stands for it where it is not there.
 */
export type OtlpTaken = string | {
  /** An attribute of the span, the log record or the point, by its name. */
  readonly resource: string;
} | {
  /** An attribute of the span, the log record or the point, by its name. */
  readonly scope: string;
} | {
  readonly field: 'name' | 'durationNanos' | 'traceId' | 'spanId' | 'body' | 'severity' | 'value' | 'unit';
} | {
  readonly constant: string;
} | {
  /** An attribute of the span, the log record or the point, by its name. */
  readonly attribute: string;
  /**
   * What is taken off it, exactly; one that is not there takes nothing off. Whole numbers alone.
   */
  readonly minus?: readonly string[];
  /** What stands where the attribute is not there; nothing does where left out. */
  readonly otherwise?: string | number;
};

/** The operations of otlp mappings. */
export interface OtlpMappingsOperations {
  /** Which spans, log records and metrics become which events. */
  readonly getOtlpMappings: {
    readonly method: 'GET';
    readonly path: '/v1/otlp-mappings';
    readonly answer: OtlpMappings;
  };
  /** Set which spans, log records and metrics become which events. */
  readonly putOtlpMappings: {
    readonly method: 'PUT';
    readonly path: '/v1/otlp-mappings';
    readonly body: OtlpMappingsBody;
    readonly answer: OtlpMappings;
  };
}
