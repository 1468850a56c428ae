import * as z from 'zod';
import { type ShapeOf, textUpTo, type Unchanged } from '../shapes.ts';

/** What OTLP carries that can become events. */
const otlpSignals = ['spans', 'logs', 'metrics'] as const;
export type OtlpSignal = (typeof otlpSignals)[number];

/** What a record says beside its attributes, and of which signals. */
const otlpFields = {
  name: otlpSignals,
  durationNanos: ['spans'],
  traceId: ['spans', 'logs'],
  spanId: ['spans', 'logs'],
  body: ['logs'],
  severity: ['logs'],
  value: ['metrics'],
  unit: ['metrics'],
} as const satisfies Readonly<Record<string, readonly OtlpSignal[]>>;
export type OtlpField = keyof typeof otlpFields;

const attribute = textUpTo(256).meta({
  description: 'An attribute of the span, the log record or the point, by its name.',
  examples: ['gen_ai.usage.input_tokens'],
});

const taken = z
  .union([
    attribute,
    z.strictObject({ resource: attribute }),
    z.strictObject({ scope: attribute }),
    z.strictObject({ field: z.enum(Object.keys(otlpFields) as [OtlpField]) }),
    z.strictObject({ constant: textUpTo(1_024) }),
    z.strictObject({
      attribute,
      minus: z.array(attribute).min(1).max(8).optional().meta({
        description:
          'What is taken off it, exactly; one that is not there takes nothing off. Whole numbers alone.',
      }),
      otherwise: z
        .union([z.string().max(1_024), z.int()])
        .optional()
        .meta({
          description: 'What stands where the attribute is not there; nothing does where left out.',
        }),
    }),
  ])
  .meta({
    id: 'OtlpTaken',
    description:
      'Where a value is taken from: an attribute by its name; `{resource}` or `{scope}`, an attribute of these; `{field}`, what the record says itself; `{constant}`, always the same text; `{attribute, minus, otherwise}`, an attribute less others, or what stands for it where it is not there.',
    examples: ['gen_ai.request.model', { resource: 'service.name' }, { field: 'value' }],
  });
export type OtlpTaken = Unchanged<ShapeOf<typeof taken>>;

const texts = z.array(z.string().max(1_024)).min(1).max(50);
const wanted = z.record(textUpTo(256), texts);

const match = z
  .strictObject({
    names: texts.optional().meta({
      description: 'Of spans and metrics their names, of log records their event names.',
    }),
    attributes: wanted.optional().meta({
      description: 'Of each attribute, the values of which one must match, as text.',
    }),
    resource: wanted.optional().meta({ description: 'The same of attributes of the resource.' }),
    has: z.array(attribute).min(1).max(20).optional().meta({
      description: 'Attributes that must be there.',
    }),
  })
  .meta({
    id: 'OtlpMatch',
    description: 'What all must fit; with nothing in it, every record of the signal does.',
  });

const mapping = z
  .strictObject({
    key: z
      .string()
      .regex(/^[a-z0-9][a-z0-9-]{0,39}$/, 'use 1 to 40 of a-z, 0-9 and -')
      .meta({ description: 'Part of the id of each event: one that is renamed counts anew.' }),
    signal: z.enum(otlpSignals),
    match,
    type: textUpTo(1_024).meta({ description: 'Of the events; meters choose by it.' }),
    subject: z
      .union([taken, z.array(taken).min(1).max(5)])
      .meta({ description: 'Who used it; of several, the first that is there.' }),
    id: attribute.optional().meta({
      description:
        'An attribute that tells a record from all others. Left out, a span is known by its trace and itself, and others as docs/otlp.md says.',
    }),
    data: z.record(textUpTo(128), taken).optional().meta({
      description: 'The data of the events; what is not there is left out.',
    }),
  })
  .superRefine((value, context) => {
    const used = [value.subject, ...Object.values(value.data ?? {})].flat();
    for (const one of used) {
      if (typeof one === 'string' || !('field' in one)) continue;
      const signals: readonly OtlpSignal[] = otlpFields[one.field];
      if (signals.includes(value.signal)) continue;
      const message = `${value.signal} have no field ${one.field}, ${signals.join(' and ')} have`;
      context.addIssue({ code: 'custom', path: ['data'], message });
    }
    const names = Object.keys(value.data ?? {});
    if (names.length > 32) {
      const message = `give at most 32 fields, got ${names.length}`;
      context.addIssue({ code: 'custom', path: ['data'], message });
    }
  })
  .meta({ id: 'OtlpMapping' });
export type OtlpMapping = Unchanged<ShapeOf<typeof mapping>>;

const mappings = z
  .array(mapping)
  .max(50)
  .refine((all) => new Set(all.map(({ key }) => key)).size === all.length, 'give each key once');

/** One a chat, a completion, an embedding: agents and workflows say again what these have used. */
export const offeredMapping: OtlpMapping = {
  key: 'gen-ai',
  signal: 'spans',
  match: {
    attributes: {
      'gen_ai.operation.name': ['chat', 'text_completion', 'generate_content', 'embeddings'],
    },
    has: ['gen_ai.usage.input_tokens'],
  },
  type: 'ai.tokens',
  subject: ['enduser.id', 'user.id', { resource: 'service.name' }],
  data: {
    model: 'gen_ai.request.model',
    provider: 'gen_ai.provider.name',
    operation: 'gen_ai.operation.name',
    input: {
      attribute: 'gen_ai.usage.input_tokens',
      minus: ['gen_ai.usage.cache_read.input_tokens', 'gen_ai.usage.cache_creation.input_tokens'],
    },
    cacheRead: { attribute: 'gen_ai.usage.cache_read.input_tokens', otherwise: 0 },
    cacheWrite: { attribute: 'gen_ai.usage.cache_creation.input_tokens', otherwise: 0 },
    output: { attribute: 'gen_ai.usage.output_tokens', otherwise: 0 },
  },
};

export const otlpMappingsBody = z
  .strictObject({
    mappings,
    revision: z.int().min(0).optional().meta({
      description:
        'The revision this replaces, 0 where there are none: refused when there is another. Left out, whatever there is.',
    }),
  })
  .meta({ id: 'OtlpMappingsBody', examples: [{ mappings: [offeredMapping] }] });

export const keptOtlpMappings = z.strictObject({ mappings });
export type KeptOtlpMappings = Unchanged<ShapeOf<typeof keptOtlpMappings>>;

export const otlpMappings = z
  .object({
    mappings,
    revision: z.int().min(0).meta({ description: '0 where there were never any.' }),
    offered: z.array(mapping).meta({
      description: 'What can be taken as it is: nothing of it counts before it is put.',
    }),
  })
  .meta({ id: 'OtlpMappings' });
export type OtlpMappingsAnswer = Unchanged<ShapeOf<typeof otlpMappings>>;

const anyRecords = z.array(z.looseObject({})).optional();
const when = '1795340580000000000';

export const exportTraces = z.looseObject({ resourceSpans: anyRecords }).meta({
  id: 'ExportTraces',
  description: 'An `ExportTraceServiceRequest` as JSON.',
  examples: [
    {
      resourceSpans: [
        {
          scopeSpans: [
            {
              spans: [
                {
                  traceId: '5b8efff798038103d269b633813fc60c',
                  spanId: 'eee19b7ec3c1b174',
                  name: 'chat m-large',
                  startTimeUnixNano: when,
                  endTimeUnixNano: when,
                  attributes: [{ key: 'gen_ai.usage.input_tokens', value: { intValue: '1250' } }],
                },
              ],
            },
          ],
        },
      ],
    },
  ],
});

export const exportLogs = z
  .looseObject({ resourceLogs: anyRecords })
  .meta({ id: 'ExportLogs', description: 'An `ExportLogsServiceRequest` as JSON.' });

export const exportMetrics = z
  .looseObject({ resourceMetrics: anyRecords })
  .meta({ id: 'ExportMetrics', description: 'An `ExportMetricsServiceRequest` as JSON.' });

const count = z.string().regex(/^\d+$/).optional();
const partial = {
  errorMessage: z.string().meta({ description: 'What was wrong, and what to do.' }),
};

/** What became of an export; without `partialSuccess` all is well. */
export const otlpExported = z
  .object({
    partialSuccess: z
      .object({
        rejectedSpans: count,
        rejectedLogRecords: count,
        rejectedDataPoints: count,
        ...partial,
      })
      .optional(),
  })
  .meta({
    id: 'OtlpExported',
    description:
      'The queue has the events of all records that a mapping is for, but of those that were rejected. A record that no mapping is for is none of ours, and not told of.',
    examples: [{}],
  });
export type OtlpExported = Unchanged<ShapeOf<typeof otlpExported>>;

export const protobuf = z.string().meta({
  format: 'binary',
  description: 'The same as Protocol Buffers of OTLP 1.',
});
