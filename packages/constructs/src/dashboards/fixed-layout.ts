import { GRID_WIDTH, type IWidget } from 'aws-cdk-lib/aws-cloudwatch';

/** Widgets that stay where they were placed: a CDK dashboard would lay them out in rows of its own. */
export class FixedLayout implements IWidget {
  public readonly width = GRID_WIDTH;
  public readonly height: number;

  constructor(public readonly widgets: readonly IWidget[]) {
    this.height = widgets.reduce((height, widget) => height + widget.height, 0);
  }

  public position(): void {
    // each widget has its own position already
  }

  public toJson(): unknown[] {
    return this.widgets.flatMap((widget) => widget.toJson() as unknown[]);
  }
}
