import { describe, expect, it } from '@jest/globals';
import { setUp } from '../../examples/magazine/site/catalog.ts';
import { httpServer } from '../cli/support/http-server.ts';

describe('the catalog of the magazine', () => {
  const settings = {
    seller: { name: 'The Evening Farthing' },
    defaultPlan: 'by-the-piece',
    revision: 2,
  };
  const there = async (kept: object) => {
    await using farthing = await httpServer(({ path }) => ({
      ...{ status: 200, isStranger: true },
      json: path.endsWith('billing-settings') ? { ...settings, ...kept } : { key: 'by-the-piece' },
    }));
    await setUp({ url: farthing.url, apiKey: 'ft_test_1_secret' });
    const put = farthing.seen.filter(({ method }) => method === 'PUT');
    return put.map(({ path, body }) => [path, JSON.parse(body) as object]);
  };

  it('lets readers of a magazine that was set up before add money and give articles back', async () => {
    expect(await there({})).toEqual([
      [
        '/v1/billing-settings',
        {
          ...settings,
          viewRefunds: { withinMinutes: 15, perDay: 3 },
          topUps: { least: '1.00', most: '50.00', refundable: true },
        },
      ],
    ]);
  });

  it('leaves what was set as it is', async () => {
    const viewRefunds = { withinMinutes: 60, perDay: 1 };

    const put = await there({ viewRefunds });

    expect(put).toMatchObject([['/v1/billing-settings', { viewRefunds }]]);
    expect(await there({ viewRefunds, topUps: { least: '2.00', most: '3.00' } })).toEqual([]);
  });
});
