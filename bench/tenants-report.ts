import type { TenantResult } from './tenant-sender.ts';
import type { Tenants } from './tenants.ts';

const whole = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });
const percent = (part: number): string => `${whole.format(100 * part)} %`;
const times = (value: number, than: number): string => (value / than).toFixed(1);
const ms = ({ msP50, msP99 }: TenantResult): string => `${msP50.toFixed(1)} | ${msP99.toFixed(1)}`;

/** The part on tenants, as Markdown. */
export function tenantsPart(tenants: readonly Tenants[] | undefined): string[] {
  if (tenants === undefined) return [];
  return [
    '## One tenant that floods (`npm run bench -- tenants`)\n',
    'Tenant A sends one event a request on 48 connections, tenant B 20 POSTs and 2 GETs of its usage a second. The last two columns of p99 are times the quiet one of the same front.\n',
    '| front | flood | A accepted/s | of its bucket | bucket, of the machine | 429/s | B POST p50 ms | p99 | times quiet | B GET p50 ms | p99 | times quiet |',
    '|---|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|',
    ...tenants.flatMap(({ front, alone, bucket, quiet, floods }) => [
      `| \`${front}\` | none | | | | | ${ms(quiet.post)} | 1.0 | ${ms(quiet.get)} | 1.0 |`,
      ...floods.map(({ name, a, b }, index) => {
        const ofBucket =
          index === 0 ? ' | ' : `${percent(a.perSecond / bucket)} | ${percent(bucket / alone)}`;
        const refused = whole.format((a.tooFast / Math.max(1, a.accepted)) * a.perSecond);
        return `| \`${front}\` | ${name} | ${whole.format(a.perSecond)} | ${ofBucket} | ${refused} | ${ms(b.post)} | ${times(b.post.msP99, quiet.post.msP99)} | ${ms(b.get)} | ${times(b.get.msP99, quiet.get.msP99)} |`;
      }),
    ]),
    '',
    ...tenants.map(
      ({ front, alone }) =>
        `Without buckets the machine takes ${whole.format(alone)} requests a second from A alone through \`${front}\`.`,
    ),
    '',
  ];
}
