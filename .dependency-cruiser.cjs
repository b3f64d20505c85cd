/** The rules of CONTRIBUTING.md, "Which way imports point". Each is an error. */
const server = '^packages/server/src/'
const pure = `${server}(engine|cxml)/|${server}[^/]+/rules[.]ts$`
const plumbing = `${server}(engine|cxml|cloudonix|db|cache|jobs|journal|mail|files|outgoing-http|http|realtime)/`
const pureLibraries = '(^|node_modules/)(zod|temporal-polyfill|libphonenumber-js)(/|$)'
const test = '[.]test[.]tsx?$|^packages/[^/]+/src/testing/'
const rule = (name, from, to) => ({ name, severity: 'error', from, to })

module.exports = {
  forbidden: [
    rule('no-cycles', { pathNot: test }, { circular: true }),
    rule('contract-stands-alone', { path: '^packages/contract/src/', pathNot: test }, { pathNot: ['^packages/contract/src/', pureLibraries] }),
    // The server's tests talk to the simulator: it is the one stand-in for what we do not own.
    rule('packages-meet-only-in-contract', { path: '^packages/(server|web|simulator|cli)/', pathNot: test }, { path: '^packages/(server|web|simulator|cli)/', pathNot: '^packages/$1/' }),
    rule('simulator-stands-alone', { path: '^packages/simulator/' }, { path: '^packages/', pathNot: '^packages/simulator/' }),
    rule('pure-stays-pure', { path: pure, pathNot: test }, { pathNot: [pure, '^packages/contract/src/', pureLibraries] }),
    rule(
      'inner-never-imports-edge',
      { path: `${server}[^/]+/(service|table)[.]ts$|${server}(db|cache|cloudonix|jobs)/`, pathNot: test },
      { path: [`${server}[^/]+/routes[.]ts$`, `${server}(voice|callbacks)/`, `${server}(app|main)[.]ts$`] },
    ),
    rule('features-meet-at-service', { path: `${server}([^/]+)/`, pathNot: [plumbing, test] }, { path: `${server}[^/]+/`, pathNot: [`${server}$1/`, plumbing, `${server}[^/]+/(service|rules|table)[.]ts$`] }),
    rule('foreign-tables-only-from-tables', { path: `${server}([^/]+)/(?!table[.])[^/]+$`, pathNot: [`${server}db/`, test] }, { path: `${server}[^/]+/table[.]ts$`, pathNot: `${server}$1/` }),
    rule('database-drivers-only-in-db', { pathNot: [`${server}db/`, test, '^(e2e|bench)/'] }, { path: '(^|node_modules/)(pg|postgres|@electric-sql/pglite)(/|$)' }),
    rule('web-features-share-only-pickers', { path: '^packages/web/src/features/([^/]+)/', pathNot: test }, { path: '^packages/web/src/features/', pathNot: ['^packages/web/src/features/$1/', '/[^/]+-picker[.]tsx$'] }),
    rule('ui-knows-no-feature', { path: '^packages/web/src/(ui|api)/' }, { path: '^packages/web/src/features/' }),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '/dist/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.tests.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['source', 'import', 'types', 'default'] },
  },
}
