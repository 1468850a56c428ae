import { type AnchorFile, anchorFindings } from './anchors.ts';
import type { Finding } from './findings.ts';
import type { Checkpoint } from './note.ts';
import { type Policy, quorumFindings } from './policy.ts';

/** What was given of what others say. */
interface Given {
  readonly policy: Policy | undefined;
  readonly anchors?: readonly AnchorFile[] | undefined;
  readonly blocks?: readonly string[] | undefined;
}

/** What others say of the checkpoints that their logs have signed: witnesses, and chains. */
export async function othersFindings(
  texts: readonly string[],
  signed: (text: string) => Promise<{ readonly checkpoint?: Checkpoint }>,
  { policy, anchors = [], blocks = [] }: Given,
): Promise<readonly Finding[]> {
  const read = await Promise.all(
    texts.map(async (text) => ({ text, checkpoint: (await signed(text)).checkpoint })),
  );
  const sound = read.flatMap(({ text, checkpoint }) =>
    checkpoint === undefined ? [] : [{ text, checkpoint }],
  );
  const cosigned = policy === undefined ? [] : await quorumFindings(policy, sound);
  return [...cosigned, ...(await anchorFindings(anchors, blocks, sound))];
}
