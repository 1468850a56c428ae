import aiCustomers from '../../examples/ai/customers.json' with { type: 'json' };
import aiMeters from '../../examples/ai/meters.json' with { type: 'json' };
import aiMappings from '../../examples/ai/otlp.json' with { type: 'json' };
import aiPlans from '../../examples/ai/plans.json' with { type: 'json' };
import apiCustomers from '../../examples/api/customers.json' with { type: 'json' };
import apiMeters from '../../examples/api/meters.json' with { type: 'json' };
import apiPlans from '../../examples/api/plans.json' with { type: 'json' };
import downloadsCustomers from '../../examples/downloads/customers.json' with { type: 'json' };
import downloadsMeters from '../../examples/downloads/meters.json' with { type: 'json' };
import downloadsPlans from '../../examples/downloads/plans.json' with { type: 'json' };
import magazineCustomers from '../../examples/magazine/customers.json' with { type: 'json' };
import magazineMeters from '../../examples/magazine/meters.json' with { type: 'json' };
import magazinePlans from '../../examples/magazine/plans.json' with { type: 'json' };
import settings from '../../examples/settings.json' with { type: 'json' };

/** What a folder starts with: what is counted, what that costs, who pays, and some usage to try it with. */
export interface Starter {
  readonly title: string;
  readonly meters: readonly { readonly key: string }[];
  readonly plans: readonly object[];
  readonly customers: readonly { readonly key: string }[];
  readonly settings: object;
  /** Which spans are usage, where it comes by them. */
  readonly otlpMappings?: object;
  /** Usage without its identity and time, in its order. */
  readonly usage: readonly Sample[];
}

interface Sample {
  readonly type: string;
  readonly subject: string;
  readonly data: Readonly<Record<string, string | number>>;
}

const sampleOf =
  (type: string) =>
  (subject: string, data: Sample['data']): Sample => ({ type, subject, data });

const call = sampleOf('api.call');
const view = sampleOf('view');
const download = sampleOf('download');
const tokens = sampleOf('ai.tokens');

const standard = (model: string) => ({ model, tier: 'standard' });

export const starterNames = ['api', 'magazine', 'downloads', 'ai'] as const;
export type StarterName = (typeof starterNames)[number];

/** The starters; what they have but for usage is in `examples/`. */
export const starters: Readonly<Record<StarterName, Starter>> = {
  api: {
    title: 'an API that is paid by the call',
    meters: apiMeters,
    plans: apiPlans,
    customers: apiCustomers,
    settings,
    usage: [
      call('acme-web', { endpoint: '/search', bytes: 18_400 }),
      call('acme-web', { endpoint: '/search', bytes: 17_950 }),
      call('acme-web', { endpoint: '/articles', bytes: 52_100 }),
      call('acme-mobile', { endpoint: '/search', bytes: 9_800 }),
      call('acme-mobile', { endpoint: '/articles', bytes: 31_000 }),
      call('acme-web', { endpoint: '/articles', bytes: 48_750 }),
    ],
  },
  magazine: {
    title: 'a magazine that is paid by the article',
    meters: magazineMeters,
    plans: magazinePlans,
    customers: magazineCustomers,
    settings,
    usage: [
      view('subscription-0001', { section: 'politics', paid: 'true', reader: 'anna' }),
      view('subscription-0001', { section: 'archive', paid: 'true', reader: 'anna' }),
      view('subscription-0001', { section: 'weather', paid: 'false', reader: 'anna' }),
      view('library-centre', { section: 'politics', paid: 'true', reader: 'card-1' }),
      view('library-centre', { section: 'archive', paid: 'true', reader: 'card-2' }),
      view('library-north', { section: 'sports', paid: 'true', reader: 'card-1' }),
    ],
  },
  downloads: {
    title: 'downloads that are paid by the gigabyte',
    meters: downloadsMeters,
    plans: downloadsPlans,
    customers: downloadsCustomers,
    settings,
    usage: [
      download('shop-7', { region: 'eu', bytes: 734_003_200 }),
      download('shop-7', { region: 'eu', bytes: 524_288_000 }),
      download('shop-7', { region: 'us', bytes: 104_857_600 }),
    ],
  },
  ai: {
    title: 'models that are paid by the token',
    meters: aiMeters,
    plans: aiPlans,
    customers: aiCustomers,
    settings,
    otlpMappings: aiMappings,
    usage: [
      tokens('acme-web', { ...standard('m-large'), input: 1_250, cacheRead: 0, output: 310 }),
      tokens('acme-web', { ...standard('m-large'), input: 220, cacheRead: 1_100, output: 275 }),
      tokens('acme-mobile', { ...standard('m-small'), input: 640, cacheRead: 0, output: 95 }),
      tokens('acme-web', {
        model: 'm-large',
        tier: 'batch',
        input: 48_000,
        cacheRead: 0,
        output: 9_600,
      }),
    ],
  },
};
