import { email, flag, type Group, logRetention, page, stackName, tags } from './setting.ts';

/** What a deployment is called and kept by, and what whoever runs it is told. */
export const operations = {
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
  alarmEmail: {
    key: 'farthing:alarmEmail',
    kind: email,
    does: 'Who is written to when an alarm goes off and when it is over',
  },
  runbook: {
    key: 'farthing:runbook',
    kind: page('docs/runbook.md'),
    does: 'Where the runbook is: each alarm ends with its entry there, as `docs/runbook.md#errors`',
  },
  logRetention: {
    key: 'farthing:logRetentionDays',
    kind: logRetention,
    does: 'How long log lines are kept',
  },
} satisfies Group;
