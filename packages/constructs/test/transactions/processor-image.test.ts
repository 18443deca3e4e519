import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildApp } from '../../src/build-app';
import { configOf } from '../config-of';
import { transactionSections } from './transactions-stack';

interface DockerImage {
  readonly source: { readonly directory: string; readonly platform: string };
  readonly destinations: Readonly<Record<string, { readonly repositoryName: string; readonly imageTag: string; readonly assumeRoleArn?: string }>>;
}

/** The images that a deployment with a bootstrap of ours builds, and the folder of the assembly. */
function imagesOf(dockerfile: string): { outdir: string; images: [string, DockerImage][]; template: string } {
  const handlersRoot = mkdtempSync(join(tmpdir(), 'handlers-'));
  const folder = join(handlersRoot, 'transaction-processor-container');
  mkdirSync(folder);
  writeFileSync(join(folder, 'index.js'), 'exports.handler = async () => {};\n');
  writeFileSync(join(folder, 'Dockerfile'), dockerfile);
  const outdir = mkdtempSync(join(tmpdir(), 'assembly-'));
  const bootstrap = { assetBucketName: 'acme-assets', imageRepositoryName: 'acme-images', permissionsBoundaryName: 'acme-boundary', rolePath: '/acme/' };
  buildApp([configOf(transactionSections())], { handlersRoot, outdir, bootstrap, validation: false }).synth();
  const { dockerImages } = JSON.parse(readFileSync(join(outdir, 'acme-dev.assets.json'), 'utf8')) as { dockerImages: Record<string, DockerImage> };
  return { outdir, images: Object.entries(dockerImages), template: readFileSync(join(outdir, 'acme-dev.template.json'), 'utf8') };
}

test('one image, built for linux/amd64 from its folder, pushed into the registry of the bootstrap with its hash as tag', () => {
  const { outdir, images, template } = imagesOf('FROM scratch\n');
  const [[hash, image] = ['', undefined], ...others] = images;
  const [destination] = Object.values(image?.destinations ?? {});
  expect(others).toEqual([]);
  expect(image?.source.platform).toBe('linux/amd64');
  expect(readFileSync(join(outdir, image?.source.directory ?? '', 'Dockerfile'), 'utf8')).toBe('FROM scratch\n');
  expect(destination).toMatchObject({ repositoryName: 'acme-images', imageTag: hash });
  expect(destination).not.toHaveProperty('assumeRoleArn');
  expect(template).toContain(`/acme-images:${hash}`);
});

test('another Dockerfile is another image, the same is the same', () => {
  const hashOf = (dockerfile: string) => imagesOf(dockerfile).images[0]?.[0];
  expect(hashOf('FROM scratch\n')).toBe(hashOf('FROM scratch\n'));
  expect(hashOf('FROM busybox\n')).not.toBe(hashOf('FROM scratch\n'));
});
