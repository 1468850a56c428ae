import { describe, expect, it } from '@jest/globals';
import { offeredMapping } from '../../../core/contract/otlp/shapes.ts';
import { putOtlpMappings } from '../../../core/otlp/put-mappings.ts';
import { inMemoryOtlpMappings } from '../../fakes/otlp-mappings.ts';

const put = (...mappings: readonly object[]) =>
  putOtlpMappings(inMemoryOtlpMappings(), 'acme', { mappings });

describe('mappings of OTLP', () => {
  it('may be the one that is offered', async () => {
    expect(await put(offeredMapping)).toMatchObject({ mappings: [offeredMapping] });
  });

  it.each([
    ['a key twice', [offeredMapping, offeredMapping], /give each key once/],
    [
      'a field of another signal',
      [{ ...offeredMapping, subject: { field: 'body' } }],
      /spans have no field body/,
    ],
    ['no subject', [{ ...offeredMapping, subject: [] }], /not empty|\/mappings\/0\/subject/],
    [
      'too many fields',
      [
        {
          ...offeredMapping,
          data: Object.fromEntries(Array.from({ length: 33 }, (_, n) => [`f${n}`, 'x'])),
        },
      ],
      /at most 32 fields/,
    ],
    ['a member that there is not', [{ ...offeredMapping, filter: {} }], /remove "filter"/],
  ])('are refused with %s', async (_, mappings, words) => {
    await expect(put(...(mappings as object[]))).rejects.toThrow(words);
  });
});
