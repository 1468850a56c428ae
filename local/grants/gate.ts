import type { Place } from './needs.ts';
import {
  type Need,
  type PolicyStatement,
  type Rules,
  rulesOf,
  type Verdict,
  verdictOn,
} from './rules.ts';

/** A function as a caller of AWS. It is JSON, so that it can be told to an engine. */
export interface Caller {
  /** Its construct's path (`Billing/RunBilling`). */
  readonly path: string;
  /** As whom AWS knows it: its role, and itself as the session. */
  readonly arn: string;
  readonly statements: readonly PolicyStatement[];
}

/** Who calls, by access key. */
export interface Callers extends Place {
  readonly byKey: Readonly<Record<string, Caller>>;
}

/** Lets through what the policies of each function allow. */
export interface Gate {
  readonly place: Place;
  knows(accessKeyId: string): boolean;
  /** Why AWS would refuse a call, in its words; undefined where it would not. */
  refusal(accessKeyId: string, needs: readonly Need[]): string | undefined;
}

/** Says each thing that a function may not do once, and where to grant it. */
export function gateFor({ byKey, ...place }: Callers, onLog: (line: string) => void): Gate {
  const known = new Map<string, Caller & { readonly rules: Rules }>(
    Object.entries(byKey).map(([key, caller]) => [
      key,
      { ...caller, rules: rulesOf(caller.statements) },
    ]),
  );
  const said = new Set<string>();
  const say = (line: string): void => {
    if (!said.has(line)) onLog(line);
    said.add(line);
  };
  return {
    place,
    knows: (accessKeyId) => known.has(accessKeyId),
    refusal: (accessKeyId, needs) => {
      const caller = known.get(accessKeyId);
      if (caller === undefined) return undefined;
      for (const need of needs) {
        const verdict = verdictOn(caller.rules, need);
        if (verdict === 'allowed') continue;
        say(adviceOn(caller, need, verdict));
        return refusalOf(caller, need, verdict);
      }
      return undefined;
    },
  };
}

function refusalOf({ arn }: Caller, { action, resource }: Need, verdict: Verdict): string {
  const reason =
    verdict === 'denied'
      ? 'with an explicit deny in a policy'
      : `because no identity-based policy allows the ${action} action`;
  return `User: ${arn} is not authorized to perform: ${action} on resource: ${resource} ${reason}`;
}

/** Objects of a bucket are one to a policy, or what is said would be said of each. */
function adviceOn({ path }: Caller, { action, resource }: Need, verdict: Verdict): string {
  const what = resource.replace(/^(arn:aws:s3:::[^/]+)\/.*$/s, '$1/*');
  return verdict === 'denied'
    ? `${path} was refused ${action} on ${what}: a statement of lib/ denies it, and does on AWS`
    : `${path} was refused ${action} on ${what}: AWS refuses it as well, so grant it where lib/ makes ${path}`;
}
