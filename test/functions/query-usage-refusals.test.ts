import { describe, expect, it } from '@jest/globals';
import { aQuery } from '../support/a-query.ts';

describe('a usage query that is wrong', () => {
  it.each([
    [{ meter: 'nope' }, 404, 'meter.not-found', 'meter', 'PUT /v1/meters'],
    [{ meter: 'NOPE' }, 400, 'request.invalid', 'meter', 'a-z'],
    [{ customer: 'nobody' }, 404, 'customer.not-found', 'customer', 'PUT /v1/customers'],
    [{ customer: 'a', subject: 'b' }, 400, 'request.invalid', 'subject', 'not for both'],
    [{ customer: 'a', assigned: 'false' }, 400, 'request.invalid', 'assigned', 'not for both'],
    [{ subject: 'a', assigned: 'true' }, 400, 'request.invalid', 'assigned', 'not for both'],
    [{ assigned: 'no' }, 400, 'request.invalid', 'assigned', 'false'],
    [{ from: 'yesterday' }, 400, 'usage.range-malformed', 'from', '2026-10-01T00:00:00Z'],
    [{ from: '2026-02-30' }, 400, 'usage.range-malformed', 'from', 'got "2026-02-30"'],
    [{ to: '2026-10-01' }, 400, 'usage.range-malformed', 'to', 'after it begins'],
    [{ to: '2028-01-01' }, 400, 'usage.range-too-long', 'to', 'at most 400 days'],
    [
      { from: '2026-10-01T00:07:00Z' },
      400,
      'usage.not-aligned',
      'from',
      '2026-10-01T00:00:00Z or 2026-10-01T00:15:00Z',
    ],
    [{ timezone: '+02:00' }, 400, 'time-zone.unknown', 'timezone', 'Europe/Paris'],
    [{ window: 'week' }, 400, 'request.invalid', 'window', 'quarter_hour, hour, day, month'],
    [{ groupBy: 'sections' }, 400, 'usage.group-unknown', 'groupBy', 'did you mean section?'],
    [{ groupBy: 'section,section' }, 400, 'usage.group-unknown', 'groupBy', 'once'],
    [{ 'dimension.city': 'x' }, 400, 'usage.group-unknown', 'dimension.city', 'section, device'],
    [{ limit: '0' }, 400, 'request.invalid', 'limit', 'at least 1'],
    [{ limit: '1e3' }, 400, 'request.invalid', 'limit', '1 to 10000'],
    [{ cursor: 'abc.def' }, 400, 'request.bad-cursor', 'cursor', 'drop it'],
    [{ group_by: 'subject' }, 400, 'request.unknown-field', 'group_by', 'remove'],
  ])('%j is answered with %i %s', async (query, status, code, param, hint) => {
    const { get } = await aQuery();

    const answer = await get(query);

    expect(answer.body).toMatchObject({ status, code, param });
    expect(answer.status).toBe(status);
    expect(answer.body['detail']).toContain(hint);
  });
});
