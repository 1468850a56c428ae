import settings from '../../settings.json' with { type: 'json' };
import meters from '../meters.json' with { type: 'json' };
import plans from '../plans.json' with { type: 'json' };
import type { Article } from './articles.ts';
import { ask, type Farthing } from './asks.ts';

/** The plan of who reads by the piece: everybody without another one. */
export const plan = 'by-the-piece';
/** What counts articles. */
export const meter = 'articles';

/** What readers may do by themselves. */
const letting = {
  viewRefunds: { withinMinutes: 15, perDay: 3 },
  topUps: { least: '1.00', most: '50.00', refundable: true },
};

/**
 * Has the meters and plans of the magazine, and gives articles back for a while. What is there already stays as it is;
 * what was set up before readers could do something by themselves lets them from now on.
 */
export async function setUp(farthing: Farthing): Promise<void> {
  if ((await ask(farthing, 'GET', `/v1/plans/${plan}`)) !== undefined) return letReaders(farthing);
  for (const { key, ...body } of meters) await ask(farthing, 'PUT', `/v1/meters/${key}`, body);
  const ours = {
    ...settings,
    seller: {
      ...settings.seller,
      name: 'The Evening Farthing',
      contact: { email: 'readers@magazine.example' },
    },
    ...letting,
  };
  await ask(farthing, 'PUT', '/v1/billing-settings', ours);
  for (const { key, ...body } of plans) await ask(farthing, 'PUT', `/v1/plans/${key}`, body);
  // The default plan has to be there before it is named.
  await ask(farthing, 'PUT', '/v1/billing-settings', { ...ours, defaultPlan: plan });
}

/** Adds to settings of before what they do not say; what they say stays. */
async function letReaders(farthing: Farthing): Promise<void> {
  const settings = await ask(farthing, 'GET', '/v1/billing-settings');
  if (settings === undefined || Object.keys(letting).every((name) => name in settings)) return;
  await ask(farthing, 'PUT', '/v1/billing-settings', { ...letting, ...settings });
}

/** What an article of a section costs, before tax, as the plan says it. */
export function priceOf(section: Article['section']): string {
  const [version] = plans.find(({ key }) => key === plan)?.versions ?? [];
  const charges = (version?.charges ?? []).flatMap((charge) => ('filter' in charge ? charge : []));
  const own = charges.find(
    ({ filter }) => typeof filter !== 'string' && filter.section.includes(section),
  );
  const rest = charges.find(({ filter }) => filter === 'rest');
  return `${(own ?? rest)?.unitPrice ?? ''} ${version?.currency ?? ''} and tax`;
}
