import { flag, type Group, type SettingsOf, stackName, tags } from './setting.ts';

/** What a stack of its own is called and kept by. Who puts the construct into a stack says it of that. */
export const deployment = {
  stackName: {
    key: 'farthing:stackName',
    kind: stackName('Farthing'),
    does: 'What the stack is called: another name is another stack beside the first, with data of its own',
  },
  tags: {
    key: 'farthing:tags',
    kind: tags,
    does: 'Tags of everything that can have them, such as `{"stage":"production","costs":"billing"}`',
  },
  terminationProtection: {
    key: 'farthing:terminationProtection',
    kind: flag(true),
    does: 'Whether the stack can only be deleted after this is set to `false`, and deployed',
  },
} satisfies Group;

export type DeploymentSettings = SettingsOf<typeof deployment>;
