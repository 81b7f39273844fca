"""Only the scope makes keys: the lint refuses every other way without a written exception."""

from pathlib import Path

import pytest

from infra import key_rule
from infra.key_rule import Breach, breaches, of_the_tree

IN_STORE = "from chalicelib.store.keys import "


def _lines(source: str, path: str = "chalicelib/plans/records.py") -> list[int]:
    return [breach.line for breach in breaches(source, path)]


REFUSED = {
    "a key": f"{IN_STORE}Key\nKey('acme#x', 'y')\n",
    "a key under another name": f"{IN_STORE}Key as Place\nPlace('acme#x', 'y')\n",
    "a key by its module": "from chalicelib.store import keys\nkeys.Key('acme#x', 'y')\n",
    "a key by its whole name": "import chalicelib.store.keys\nchalicelib.store.keys.Key('a', '')\n",
    "parts joined": f"{IN_STORE}joined\njoined('acme', 'x')\n",
    "parts joined by a function handed on": f"{IN_STORE}joined\nmap(joined, [])\n",
    "part of an object's name": f"{IN_STORE}object_part\nobject_part('a/b')\n",
    "the operator's name": f"{IN_STORE}PLATFORM\nfound = [PLATFORM]\n",
    "the operator's name in a text": "\nfound = '~operator#tenants'\n",
    "everything": f"\n{IN_STORE}*\n",
    "an f-string": "\nfound = f'{scope.tenant}#plans'\n",
    "an f-string of a tenant's id": "\nfound = f'{tenant_id}#plans#{period}'\n",
    "an f-string of what a tenant has": "\nfound = f'{tenant.id}#'\n",
    "a sum": "\nfound = scope.tenant + '#plans'\n",
    "a longer sum": "\nfound = tenant + '#' + word\n",
    "an object's name": "\nfound = f'uploads/{scope.tenant}/x'\n",
    "an object's name as a sum": "\nfound = 'exports/' + tenant + '/'\n",
    "a format": "\nfound = '{}#{}'.format(tenant, word)\n",
    "a format by number": "\nfound = '{1}/{0}#'.format(scope.tenant, word)\n",
    "a format by name": "\nfound = '{whose}#plans'.format(whose=tenant)\n",
    "a format of a member": "\nfound = '{0.tenant}#{0.id:>3}'.format(record)\n",
    "a format of what is unpacked": "\nfound = '{}#{}'.format(*[tenant, word])\n",
    "a format of named values unpacked": "\nfound = '{a}#'.format(**{'a': tenant})\n",
    "an object's name as a format": "\nfound = 'exports/{}/x'.format(tenant)\n",
    "a template": "\nfound = '%s#plans' % tenant\n",
    "a template of several": "\nfound = '%s/%s#' % (word, scope.tenant)\n",
    "a template by name": "\nfound = '%(whose)s#' % {'whose': tenant}\n",
    "a template of a variable's values": "\nfound = '%s#%s' % tenant_and_word\n",
    "a template in a sum": "\nfound = '%s' % tenant + '#'\n",
    "an object's name as a template": "\nfound = 'uploads/%s' % tenant\n",
    "a joined text": "\nfound = '#'.join([tenant, 'plans'])\n",
    "an attribute of the key": "\nfound = {'pk': 'acme#x'}\n",
    "an attribute of the index": "\nfound = {'employee_sk': 'x'}\n",
    "an attribute by its constant": f"{IN_STORE}PARTITION\nfound = {{PARTITION: 'x'}}\n",
    "an attribute by its module": "from chalicelib.store import keys\nfound = {keys.SORT: 'x'}\n",
    "an attribute as an argument": "\nfound = dict(pk='acme#x')\n",
    "an attribute that is set": "\nitem['sk'] = 'x'\n",
    "an attribute that an update sets": "\nPath('employee_pk').set('x')\n",
    "a collection": "from chalicelib.tenancy.scope import Collection\nCollection('plans')\n",
    "a collection by its module": "from chalicelib.tenancy import scope\nscope.Collection('x')\n",
}


@pytest.mark.parametrize("source", REFUSED.values(), ids=REFUSED)
def test_who_is_not_the_scope_makes_no_key_by(source: str) -> None:
    assert _lines(source) == [2]


@pytest.mark.parametrize(
    "source",
    [
        f"{IN_STORE}Key\ndef put(key: Key) -> Key: ...\n",
        f"{IN_STORE}escaped, parts_of\nparts_of(item['pk'])\n",
        f"{IN_STORE}PLATFORM, owner_of\nowner_of(text) == PLATFORM\n",
        "text == '~operator'\n",
        "'''The operator's lie under ``~operator``.'''\n",
        "table.query(partition, only=('pk', 'sk'))\n",
        "Path('pk').does_not_exist()\n",
        "from chalicelib.scoring.faults import joined\njoined('/a', 'b')\n",
        "def joined(): ...\njoined()\n",
        "f'{period}#{code}'\n",
        "f'/v1/tenants/{tenant.id}'\n",
        "f'uploads/{upload.id}'\n",
        "record.key + '#'\n",
        "'{}#{}'.format(period, code)\n",
        "'{}#{}'.format(period, tenant)\n",
        "'{0}: {1}#'.format(tenant, code)\n",
        "'{'.format(tenant)\n",
        "words.format(tenant=tenant)\n",
        "'%s#%s' % (period, code)\n",
        "'%s#%s' % (period, tenant)\n",
        "'%s%% of %s#' % (tenant_share, code)\n",
        "number % tenant_count\n",
        "{'pkg': 1}\n",
        "scope.key(scope.partition(PLANS), plan_id)\n",
    ],
)
def test_who_reads_a_key_or_asks_the_scope_is_free(source: str) -> None:
    assert _lines(source) == []


def test_a_package_names_its_collections_in_its_keys_and_makes_no_keys_there() -> None:
    source = (
        "from chalicelib.tenancy.scope import Collection\n"
        "PLANS = Collection('plans')\n"
        "found = f'{scope.tenant}#plans'\n"
    )
    assert _lines(source, "chalicelib/plans/keys.py") == [3]


@pytest.mark.parametrize("path", ["chalicelib/tenancy/scope.py", "chalicelib/store/keys.py"])
def test_the_makers_of_keys_are_free(path: str) -> None:
    assert _lines("found = f'{self.tenant}#plans'\n", path) == []


def test_an_exception_with_its_reason_is_taken() -> None:
    assert _lines("found = f'{tenant}#x'  # key-rule: a file's name, not a key\n") == []


@pytest.mark.parametrize("comment", ["# key-rule:", "# key-rule", "#key-rule:  "])
def test_an_exception_without_a_reason_is_refused(comment: str) -> None:
    path = "chalicelib/a.py"
    assert breaches(f"found = f'{{tenant}}#x'  {comment}\n", path) == [
        Breach(path, 1, "an exception without a reason")
    ]


@pytest.mark.parametrize(
    "source",
    ["found = 1  # key-rule: once it was one\n", "# key-rule: on the wrong line\nfound = 1\n"],
)
def test_an_exception_that_excuses_nothing_is_refused(source: str) -> None:
    (breach,) = breaches(source, "chalicelib/a.py")
    assert (breach.line, breach.what) == (1, "an exception that excuses nothing")


def test_an_exception_stands_on_the_line_itself() -> None:
    assert _lines("# key-rule: above is not on it\nfound = f'{tenant}#x'\n") == [1, 2]


def test_a_text_that_looks_like_an_exception_is_none() -> None:
    assert _lines("found = f'{tenant}#x', '# key-rule: in a text'\n") == [1]


def test_a_tree_is_looked_through_whole(tmp_path: Path) -> None:
    deep = tmp_path / "chalicelib" / "plans" / "deep"
    deep.mkdir(parents=True)
    (deep / "making.py").write_text("found = {'pk': 1}\n")
    (deep / "reading.py").write_text("found = item['pk']\n")
    (breach,) = of_the_tree(tmp_path)
    assert str(breach) == (
        "chalicelib/plans/deep/making.py:1: names an attribute of the key for writing"
    )


def test_the_command_ends_with_what_to_do_instead(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    breach = Breach("chalicelib/plans/records.py", 2, "puts a tenant's partition together")
    monkeypatch.setattr(key_rule, "of_the_tree", lambda: [breach])
    assert key_rule.main() == 1
    first, last = capsys.readouterr().out.splitlines()
    assert first == str(breach)
    assert "make it in the package's keys.py with scope.partition / scope.key" in last


@pytest.mark.long
def test_the_house_is_clean() -> None:
    assert of_the_tree() == []
