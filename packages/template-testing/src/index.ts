export { ACCOUNT, loadText, type Regions, type Stacks, stacksOf, templateWorld, type TemplateWorld } from './template-world';
