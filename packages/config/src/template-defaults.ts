/** Section values that make a reference system: data that a user's file is merged over. */
export interface TemplateDefaults {
  readonly name: string;
  /** One line for the JSON Schema and error texts. */
  readonly title: string;
  readonly defaults: Readonly<Record<string, unknown>>;
}
