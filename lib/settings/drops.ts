import { type Group, jsonFrom, type Kind, refuse } from './setting.ts';

/** Who may put files of a tenant into the bucket, beside whom policies of the account let. */
export interface DropWriter {
  readonly tenant: string;
  /** The ARN of a role or user, of any account. */
  readonly writer: string;
}

/** They are in a policy of 20 KB. */
const WRITERS_MAX = 20;
/** As keys have it. */
const TENANT = /^[ -~]{1,128}$/;
const WRITER = /^arn:aws[a-z-]*:iam::\d{12}:(?:role|user)\/[\w+=,.@/-]{1,512}$/;

const takes = `a JSON array of {"tenant", "writer": the ARN of a role or user}, ${WRITERS_MAX} at most; empty where policies of your own say who may write`;

const writers: Kind<readonly DropWriter[] | undefined> = {
  takes: 'JSON',
  byDefault: '',
  parse: (called, given) => {
    if (given === undefined) return undefined;
    const parsed = typeof given === 'string' ? jsonFrom(given) : given;
    const read = Array.isArray(parsed) ? parsed.map(writerFrom) : [undefined];
    const all = read.filter((one) => one !== undefined);
    const isWhole = all.length === read.length && all.length <= WRITERS_MAX;
    return isWhole ? all : refuse(called, takes, given);
  },
};

function writerFrom(value: unknown): DropWriter | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  const { tenant, writer, ...others } = value as Record<string, unknown>;
  const isTenant = typeof tenant === 'string' && TENANT.test(tenant);
  const isWriter = typeof writer === 'string' && WRITER.test(writer);
  if (!isTenant || !isWriter || Object.keys(others).length > 0) return undefined;
  return { tenant, writer };
}

/** Usage that comes as files. */
export const dropping = {
  tallyDrops: {
    key: 'farthing:tallyDrops',
    kind: writers,
    does: 'Whether there is a bucket for files of [tallies](tallies.md#files-in-a-bucket), and who may write into the folder of which tenant; not set: there is none',
  },
} satisfies Group;
