import { describe, expect, it } from '@jest/globals';
import {
  type Mapping,
  matchLines,
  subjectText,
  takenText,
} from '../../console/src/pages/otlp/otlp-words.ts';

const mapping: Mapping = {
  ...{ key: 'gen-ai', signal: 'spans', type: 'ai.tokens' },
  match: { attributes: { operation: ['chat', 'embeddings'] }, has: ['input_tokens'] },
  subject: ['enduser.id', 'user.id', { resource: 'service.name' }],
};

describe('a mapping of OpenTelemetry, in words', () => {
  it('says what a record has to be', () => {
    expect(matchLines(mapping)).toEqual([
      ...['operation is chat or embeddings', 'has input_tokens'],
    ]);
    expect(matchLines({ ...mapping, signal: 'logs', match: {} })).toEqual(['is any of the logs']);
    const match = { names: ['chat'], resource: { 'service.name': ['web'] } };
    expect(matchLines({ ...mapping, match })).toEqual([
      ...['is called chat', 'service.name of the resource is web'],
    ]);
  });

  it('says whose it is: of several, the first that is there', () => {
    expect(subjectText(mapping)).toBe(
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
