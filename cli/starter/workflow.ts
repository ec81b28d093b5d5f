/** The workflow that `billclock init` writes, for GitHub Actions. */
export const starterWorkflow = `# Checks every scenario on each push: a price that moves by a cent turns it red, with the place of the difference.
# billclock must be a development dependency of this repository, so that \`npm ci\` installs it.
name: billclock
on: [push, pull_request]
permissions: { contents: read }
jobs:
  check:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
      - uses: actions/setup-node@v4
        with: { node-version: 20 }
      - run: npm ci
      - run: npx --no-install billclock check scenarios --reporter github
`;
