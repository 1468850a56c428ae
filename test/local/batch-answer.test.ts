import { describe, expect, it } from '@jest/globals';
import { batchOutcome } from '../../local/queues/batch-answer.ts';

const batch = [{ messageId: 'a' }, { messageId: 'b' }];

describe('an answer with batch item failures', () => {
  it('leaves done what it does not name', () => {
    const { done, problem } = batchOutcome('{"batchItemFailures":[{"itemIdentifier":"a"}]}', batch);

    expect([done, problem]).toEqual([[{ messageId: 'b' }], undefined]);
  });

  it.each([['null'], ['""'], ['{}'], ['{"batchItemFailures":[]}'], ['{"batchItemFailures":null}']])(
    'is success when it is %s',
    (answer) => {
      expect(batchOutcome(answer, batch)).toEqual({ done: batch });
    },
  );

  it.each([
    ['[]'],
    ['7'],
    ['"done"'],
    ['{"batchItemFailures":"all"}'],
    ['{"batchItemFailures":[{"itemIdentifier":"c"}]}'],
    ['{"batchItemFailures":[{"itemIdentifier":""}]}'],
    ['{"batchItemFailures":[{"itemIdentifier":null}]}'],
    ['{"batchItemFailures":[{"id":"a"}]}'],
    ['{"batchItemFailures":[null]}'],
  ])('is failure of all when it is %s', (answer) => {
    const { done, problem } = batchOutcome(answer, batch);

    expect(done).toEqual([]);
    expect(problem).toMatch(/is no (object|list|message)/);
  });
});
