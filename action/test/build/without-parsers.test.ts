import { withoutParsers } from '../../build/without-parsers';

const GENERATED = `"use strict";exports.CfnA=void 0;class CfnA extends Base{static NAME="A {FromCloudFormation}";static _fromCloudFormation(scope,id){const p=CfnAPropsFromCloudFormation(id);return new CfnA(scope,"}",p)}render(){return convertCfnAPropsToCloudFormation(this)}}exports.CfnA=CfnA;function CfnAPropsFromCloudFormation(properties){return parse("}",properties)}function convertCfnAPropsToCloudFormation(properties){return {A:properties.a}}`;

test('what reads templates is left out, all else stays to the letter', () => {
  expect(withoutParsers(GENERATED)).toBe(
    `"use strict";exports.CfnA=void 0;class CfnA extends Base{static NAME="A {FromCloudFormation}";static _fromCloudFormation(scope,id){throw new Error('the action reads no templates into constructs')}render(){return convertCfnAPropsToCloudFormation(this)}}exports.CfnA=CfnA;function convertCfnAPropsToCloudFormation(properties){return {A:properties.a}}`,
  );
});

test('code without parsers stays as it is', () => {
  const source = 'exports.x=()=>`FromCloudFormation`;';
  expect(withoutParsers(source)).toBe(source);
});
