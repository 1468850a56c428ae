import { describe, expect, it } from '@jest/globals';
import { aQuery, used, views } from '../support/a-query.ts';

const twoDays = [used('a', '2026-10-01T00:00:00Z'), used('c', '2026-10-31T23:59:59Z')];

describe('GET /v1/usage as CSV', () => {
  it('answers lines with titles, text that would be a formula made harmless', async () => {
    const events = ['=1+1', '-5', 'a,"b"', ''].map((section, index) =>
      used(`s${index}`, '2026-10-05T10:00:00Z', { section }),
    );
    const { get } = await aQuery({ events });

    const { headers, text } = await get(
      { groupBy: 'section,device' },
      { headers: { accept: 'text/csv' } },
    );

    expect(headers['content-type']).toBe('text/csv; charset=utf-8; header=present');
    const period = '2026-10-01T00:00:00Z,2026-11-01T00:00:00Z';
    expect(text.split('\r\n')).toEqual([
      'start,end,section,device,value',
      `${period},"",,1`,
      `${period},-5,,1`,
      `${period},'=1+1,,1`,
      `${period},"a,""b""",,1`,
      '',
    ]);
  });

  it('says in headers where the next page is and that it is partial', async () => {
    const young = { ...views, sinceVersion: 2 };
    const { get } = await aQuery({ events: twoDays, meters: [young] });

    const { headers } = await get(
      { window: 'day', limit: '10' },
      { headers: { accept: 'text/csv;q=0.9, application/json;q=0.5' } },
    );

    expect(headers).toMatchObject({ 'farthing-partial': 'true' });
    expect(headers['link']).toMatch(/^<\/v1\/usage\?meter=views&.*cursor=[^>]+>; rel="next"$/);
  });

  it.each(['*/*', 'application/json', 'text/html', 'application/json, text/csv;q=0.5', ''])(
    'is not what %j asks for',
    async (accept) => {
      const { get } = await aQuery();

      expect((await get({}, { headers: { accept } })).headers['content-type']).toBe(
        'application/json',
      );
    },
  );
});
