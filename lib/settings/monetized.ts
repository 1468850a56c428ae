import { timestampFrom } from '../../core/kernel/timestamp.ts';
import { type Group, jsonFrom, type Kind, refuse, type SettingsOf } from './setting.ts';

/** What AWS WAF takes by the action `Monetize`, and whose money it is. */
export interface MonetizedWeb {
  readonly tenant: string;
  /** RFC 3339, UTC: what was taken before is not read. */
  readonly from: string;
  /** The ARN of a web ACL before CloudFront; left out: all of the account. */
  readonly webAcl?: string;
  /** The ISO 4217 code that one USDC stands for. */
  readonly currency?: string;
}

/** They are in a variable of the function that reads. */
const WEBS_MAX = 10;
/** As keys have it. */
const TENANT = /^[ -~]{1,128}$/;
const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/;
const CURRENCY = /^[A-Z]{3}$/;
const WEB_ACL = /^arn:aws[a-z-]*:wafv2:us-east-1:\d{12}:global\/webacl\/[\w-]+\/[\w-]+$/;

const takes = `a JSON array of {"tenant", "from": RFC 3339 in UTC, "webAcl": the ARN of a web ACL before CloudFront, "currency": USD unless given}, ${WEBS_MAX} at most, each with a web ACL of its own where there are several, and one currency for a tenant`;

const webs: Kind<readonly MonetizedWeb[]> = {
  takes: 'JSON',
  byDefault: '`[]`',
  parse: (called, given) => {
    if (given === undefined) return [];
    const parsed = typeof given === 'string' ? jsonFrom(given) : given;
    const read = Array.isArray(parsed) ? parsed.map(webFrom) : [undefined];
    const all = read.filter((web) => web !== undefined);
    const isWhole = all.length === read.length && all.length <= WEBS_MAX;
    const ofAcls = new Set(all.map(({ webAcl }) => webAcl));
    const isApart = all.length < 2 || (ofAcls.size === all.length && !ofAcls.has(undefined));
    const ofTenants = Map.groupBy(all, ({ tenant }) => tenant);
    const isOneCurrency = [...ofTenants.values()].every(
      (own) => new Set(own.map(({ currency }) => currency)).size === 1,
    );
    return isWhole && isApart && isOneCurrency ? all : refuse(called, takes, given);
  },
};

function webFrom(value: unknown): (MonetizedWeb & { readonly currency: string }) | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  const { tenant, from, webAcl, currency = 'USD', ...others } = value as Record<string, unknown>;
  const isKnown =
    typeof tenant === 'string' &&
    TENANT.test(tenant) &&
    typeof from === 'string' &&
    INSTANT.test(from) &&
    timestampFrom(from) !== undefined &&
    typeof currency === 'string' &&
    CURRENCY.test(currency);
  if (!isKnown || Object.keys(others).length > 0) return undefined;
  if (webAcl === undefined) return { tenant, from, currency };
  if (typeof webAcl !== 'string' || !WEB_ACL.test(webAcl)) return undefined;
  return { tenant, from, currency, webAcl };
}

/** Money that comes in front of the stack. */
export const monetized = {
  wafMonetized: {
    key: 'farthing:wafMonetized',
    kind: webs,
    does: 'Of which web ACLs what AWS WAF took by `Monetize` is read and booked each day, and for whom: see [paying](paying.md#behind-aws-waf)',
  },
} satisfies Group;

export type MonetizedSettings = SettingsOf<typeof monetized>;
