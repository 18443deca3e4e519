import { type ResourceTypes } from '../src';
/** A resource of each kind, with everything that can be known of it, so that every alarm can be had. */
export declare const FULL: {
    readonly [K in keyof ResourceTypes]: Readonly<Record<string, ResourceTypes[K]>>;
};
