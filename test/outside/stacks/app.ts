import { Farthing, type FarthingProps } from '@farthing/cdk';
import { App, CfnOutput, Duration, NestedStack, Stack } from 'aws-cdk-lib';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { UrlSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import type { Construct } from 'constructs';

/** A stack of a shop, which meters what it sells. */
class Shop extends Stack {
  constructor(scope: Construct, id: string, props: FarthingProps) {
    super(scope, id);
    new Topic(this, 'Orders');
    const farthing = new Farthing(this, 'Metering', props);
    const operators = new Role(this, 'Operators', {
      assumedBy: new ServicePrincipal('ec2.amazonaws.com'),
    });
    farthing.grantIssueKeys(operators);
    farthing.alarmTopic.addSubscription(new UrlSubscription('https://pager.example.com/'));
    new CfnOutput(this, 'Url', { value: farthing.url });
    new CfnOutput(this, 'UsageLog', { value: farthing.outputs.UsageLogTableName });
  }
}

const app = new App();
new Shop(app, 'Shop', { touchedDelay: Duration.seconds(20) });
new Shop(app, 'OtherShop', { front: 'web-function', keyMode: 'test' });
new Farthing(new NestedStack(new Stack(app, 'Outer'), 'Inner'), 'Metering');
app.synth();
