import type { Statement } from './granted.ts';
import { at, nameIn, ofType, resources, targetOf } from './synthesized.ts';

interface Policy {
  readonly PolicyDocument: { readonly Statement: readonly Statement[] };
}

export const schedules = ofType(resources, 'AWS::Scheduler::Schedule');
export const roles = ofType(resources, 'AWS::IAM::Role');
/** What each role may do, by the function or the schedule that has it. */
export const policies = roles.flatMap(([id, { Properties }]) => {
  const statements = ((Properties['Policies'] ?? []) as readonly Policy[]).flatMap(
    ({ PolicyDocument }) => PolicyDocument.Statement,
  );
  return ownersOf(id).map((owner) => [owner, statements] as const);
});

/** The function whose role it is, or the schedules. */
function ownersOf(roleId: string): readonly string[] {
  const ofRole = schedules.filter(
    ([, schedule]) => targetOf(at(schedule, 'Target.RoleArn')) === roleId,
  );
  if (ofRole.length === 0) return [nameIn(roleId)];
  return ofRole.map(([id]) => id.replace(/Schedule\w+$/, ''));
}
