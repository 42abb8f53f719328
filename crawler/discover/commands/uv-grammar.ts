/** Options of `uv`, by its commands. Data; of uv 0.9. */
import { compileGrammar } from './grammar.ts';

/** What every command of uv takes. */
const global = {
  flags:
    '-q/--quiet -v/--verbose --native-tls/--system-certs --offline --no-offline --no-progress -n/--no-cache --no-config --no-python-downloads --managed-python --no-managed-python -h/--help -V/--version --preview --no-preview --show-settings --allow-python-downloads',
  valued:
    '--cache-dir --color --directory --project --config-file --allow-insecure-host/--trusted-host --python-preference --python-fetch --preview-features',
};
/** What every command takes that resolves packages. */
const resolving = {
  flags:
    '--no-index -U/--upgrade --reinstall/--force-reinstall --no-build --no-binary --compile-bytecode/--compile --no-compile-bytecode --no-sources --no-build-isolation --refresh --isolated --no-env-file --pre --build --binary --lfs --no-reinstall',
  valued:
    '--index --default-index -i/--index-url --extra-index-url -f/--find-links --index-strategy --keyring-provider -P/--upgrade-package --upgrade-group --reinstall-package --resolution --prerelease --fork-strategy -C/--config-setting/--config-settings --config-settings-package/--config-setting-package --no-build-isolation-package --exclude-newer --exclude-newer-package --link-mode --refresh-package --no-build-package --no-binary-package --no-sources-package --env-file -p/--python --python-platform --torch-backend -w/--with --with-editable --with-requirements',
};

/** Of `uv` before its command. */
export const uvGrammar = compileGrammar(global);
/** Of `uvx` and `uv tool run`. */
export const uvxGrammar = compileGrammar(global, resolving, {
  flags: '--show-resolution',
  valued:
    '--from -c/--constraints/--constraint -b/--build-constraints/--build-constraint --overrides/--override --excludes --generate-shell-completion',
});
/** Of `uv run`. */
export const uvRunGrammar = compileGrammar(global, resolving, {
  flags:
    '--all-extras --no-extra --no-dev --dev --all-groups --no-default-groups --only-dev --no-editable --inexact --exact --frozen --locked --active --no-active --no-sync --all-packages --no-project/--no_workspace -s/--script --gui-script -m/--module --only-install-project',
  valued: '--extra --group --no-group --only-group --package --max-recursion-depth --no-extra',
});
