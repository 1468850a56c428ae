import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { logError } from '../../../functions/middleware/log.ts';

describe('a line of the log', () => {
  const lines: unknown[] = [];
  beforeEach(() => {
    lines.length = 0;
    jest.spyOn(console, 'error').mockImplementation((line: unknown) => {
      lines.push(line);
    });
  });
  afterEach(() => {
    jest.restoreAllMocks();
  });

  it('says what failed, and what caused that', () => {
    const reason = new Error('not kept', { cause: new TypeError('no such bucket') });

    logError('a message failed', reason, { messageId: '1' });

    expect(lines).toEqual([
      {
        event: 'a message failed',
        messageId: '1',
        error: {
          name: 'Error',
          message: 'not kept',
          stack: reason.stack,
          cause: expect.objectContaining({ name: 'TypeError', message: 'no such bucket' }),
        },
      },
    ]);
  });

  it('comes to an end, whatever causes what', () => {
    const reason = new Error('round');
    reason.cause = reason;

    logError('a message failed', reason);

    expect(JSON.stringify(lines).match(/"round"/g)).toHaveLength(4);
  });
});
