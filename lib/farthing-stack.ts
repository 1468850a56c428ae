import { Annotations, CfnOutput, Stack, type StackProps, Tags } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { Farthing } from './farthing.ts';
import type { FarthingProps } from './farthing-props.ts';
import { asProps, deploymentOf, settingsOfStack } from './settings/settings.ts';

export interface FarthingStackProps extends StackProps {
  /**
   * @default - what the context says (`cdk -c farthing:…=…`), and the default of each setting
   */
  readonly settings?: FarthingProps;
}

const description = 'Farthing: usage metering and micro-billing';

/** A Farthing in a stack of its own, set by the context, with an output for each of its parts. */
export class FarthingStack extends Stack {
  constructor(
    scope: Construct,
    id: string,
    { settings: given = {}, ...props }: FarthingStackProps = {},
  ) {
    const { stackName, terminationProtection, tags } = deploymentOf(scope.node);
    super(scope, id, { description, stackName, terminationProtection, ...props });
    for (const [name, value] of Object.entries(tags)) Tags.of(this).add(name, value);
    // CDK leaves this id out of logical ids: they are those of stacks whose stages were the stack's own.
    const settings = asProps(settingsOfStack(this.node, given));
    const farthing = new Farthing(this, 'Default', settings);
    if (settings.alarmEmail === undefined) {
      Annotations.of(this).addInfo(
        'nobody is told of alarms: set farthing:alarmEmail, or subscribe to the topic AlarmTopicArn',
      );
    }
    for (const [name, value] of Object.entries(farthing.outputs)) {
      new CfnOutput(this, name, { value });
    }
  }
}
