import { describe, expect, it } from '@jest/globals';
import { matchLines, subjectText, takenText } from '../../console/src/pages/otlp/otlp-words.ts';
import { offeredMapping } from '../../core/contract/otlp/shapes.ts';

describe('a mapping of OpenTelemetry, in words', () => {
  it('says what a record has to be', () => {
    expect(matchLines(offeredMapping)).toEqual([
      'gen_ai.operation.name is chat or text_completion or generate_content or embeddings',
      'has gen_ai.usage.input_tokens',
    ]);
    expect(matchLines({ ...offeredMapping, signal: 'logs', match: {} })).toEqual([
      'is any of the logs',
    ]);
    const match = { names: ['chat'], resource: { 'service.name': ['web'] } };
    expect(matchLines({ ...offeredMapping, match })).toEqual([
      ...['is called chat', 'service.name of the resource is web'],
    ]);
  });

  it('says whose it is: of several, the first that is there', () => {
    expect(subjectText(offeredMapping)).toBe(
      'enduser.id, or else user.id, or else service.name of the resource',
    );
  });

  it.each([
    ['gen_ai.request.model', 'gen_ai.request.model'],
    [{ scope: 'name' }, 'name of the scope'],
    [{ field: 'value' }, 'its value'],
    [{ constant: 'eu' }, 'always “eu”'],
    [{ attribute: 'in', minus: ['cached', 'written'] }, 'in less cached and written'],
    [{ attribute: 'in', otherwise: 0 }, 'in, or 0'],
  ] as const)('says of %j where the value is taken from', (taken, says) => {
    expect(takenText(taken)).toBe(says);
  });
});
