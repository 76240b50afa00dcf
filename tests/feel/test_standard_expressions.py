"""What the standard says of operators and built-in functions, example by example.

Each line is an expression and, behind the last bar, its value as FEEL writes it.
"""

import pytest

from engine.feel import Budget, parse
from engine.feel.text import text_of

EXAMPLES = """
substring("foobar",3) | "obar"
substring("foobar",3,3) | "oba"
substring("foobar", -2, 1) | "a"
substring("\\U01F40Eab", 2) | "ab"
string length("foo") | 3
upper case("aBc4") | "ABC4"
substring before("foobar", "bar") | "foo"
substring before("foobar", "xyz") | ""
substring before("foobar", "") | ""
substring after("foobar", "ob") | "ar"
substring after("", "a") | ""
substring after("foo", "") | "foo"
replace("abcd", "(ab)|(a)", "[1=$1][2=$2]") | "[1=ab][2=]cd"
contains("foobar", "of") | false
starts with("foobar", "fo") | true
ends with("foobar", "r") | true
matches("foobar", "^fo*b") | true
split( "John Doe", "\\\\s" ) = ["John", "Doe"] | true
split( "a;b;c;;", ";") = ["a", "b", "c", "", ""] | true
string join(["a","b","c"], "_and_") = "a_and_b_and_c" | true
string join(["a","b","c"], "") = "abc" | true
string join(["a","b","c"], null) = "abc" | true
string join(["a"], "X") = "a" | true
string join(["a",null,"c"], "X") = "aXc" | true
string join([], "X") = "" | true
list contains([1,2,null], null) | true
min(1,2,3) | 1
max([1,2,3]) | 3
sum([1,2,3]) | 6
sum(1,2,3) | 6
mean([1,2,3]) | 2
all([false,null,true]) | false
all([]) | true
all(0) | null
any([false,null,true]) | true
any([]) | false
sublist([4,5,6], 1, 2) | [4, 5]
append([1], 2, 3) | [1, 2, 3]
concatenate([1,2],[3]) | [1, 2, 3]
insert before([1,3],1,2) | [2, 1, 3]
remove([1,2,3], 2) | [1, 3]
reverse([1,2,3]) | [3, 2, 1]
index of([1,2,3,2],2) | [2, 4]
union([1,2],[2,3]) | [1, 2, 3]
distinct values([1,2,3,2,1]) | [1, 2, 3]
flatten([[1,2],[[3]], 4]) | [1, 2, 3, 4]
product([2, 3, 4]) | 24
product(2, 3, 4) | 24
median(8, 2, 5, 3, 4) | 4
median([6, 1, 2, 3]) | 2.5
median([]) | null
stddev(2, 4, 7, 5) | 2.081665999466132735282297706979931
stddev([47]) | null
mode(6, 3, 9, 6, 6) | [6]
mode([6, 1, 9, 6, 1]) | [1, 6]
mode([]) | []
decimal(1/3, 2) | 0.33
decimal(1.5, 0) | 2
decimal(2.5, 0) | 2
floor(1.5) | 1
floor(-1.56, 1) | -1.6
ceiling(1.5) | 2
ceiling(-1.56, 1) | -1.5
round up(5.5, 0) | 6
round up(-5.5, 0) | -6
round up(1.121, 2) | 1.13
round down(-5.5, 0) | -5
round half up(5.5, 0) | 6
round half up(-5.5, 0) | -6
round half down(5.5, 0) | 5
round half down(1.126, 2) | 1.13
abs(-10) | 10
abs(@"PT5H") = @"PT5H" | true
abs(@"-P1Y") | P1Y
modulo(12, 5) | 2
modulo(-12, 5) | 3
modulo(12, -5) | -3
modulo(10.1, 4.5) | 1.1
modulo(-10.1, 4.5) | 3.4
sqrt(16) | 4
sqrt(-1) | null
log(1) | 0
odd(5) | true
even(2) | true
is(date("2012-12-25"), time("23:00:50")) | false
is(date("2012-12-25"), date("2012-12-25")) | true
is(time("23:00:50z"), time("23:00:50")) | false
before(1, 10) | true
before([1..10), 10) | true
before([1..10), [10..20]) | true
before((1..10], 1) | false
before(1, (1..10]) | true
after([11..20], [1..11)) | true
meets([1..5], [5..10]) | true
meets([1..5), [5..10]) | false
met by([5..10], [1..5]) | true
overlaps([5..10], [1..6]) | true
overlaps((3..7], [1..6]) | true
overlaps([1..3], (3..6]) | false
overlaps before([1..5], [3..8]) | true
overlaps before([1..5], [6..8]) | false
overlaps before([1..5], [5..8]) | true
overlaps before([1..5], (5..8]) | false
overlaps before([1..5), (1..5]) | true
overlaps before([1..5], (1..5]) | true
overlaps before([1..5), [1..5]) | false
overlaps before([1..5], [1..5]) | false
overlaps after([3..8], [1..5]) | true
overlaps after([3..8], [1..5)) | true
overlaps after((5..8], [1..5]) | false
overlaps after([5..8], [1..5]) | true
overlaps after((1..5], [1..5)) | true
overlaps after((1..5], [1..6]) | false
overlaps after((1..5], [1..5]) | true
overlaps after([1..5], [1..5)) | false
finishes(10, [1..10]) | true
finishes([5..10], [1..10]) | true
finishes([5..10), [1..10]) | false
finishes([1..10], (1..10]) | false
finished by([1..10], [5..10]) | true
includes([1..10], [4..6]) | true
includes((1..5], 1) | false
during([4..6], [1..10]) | true
starts([1..5], [1..10]) | true
starts((1..5], [1..10]) | false
started by([1..10], [1..5)) | true
coincides([1..5], [1..5]) | true
day of year( date(2019, 9, 17) ) | 260
day of week( date(2019, 9, 17) ) | "Tuesday"
month of year( date(2019, 9, 17) ) | "September"
week of year( date(2019, 9, 17) ) | 38
week of year( date(2003, 12, 29) ) | 1
week of year( date(2005, 1, 1) ) | 53
sort(list: [3,1,4,5,2], precedes: function(x,y) x < y) | [1, 2, 3, 4, 5]
get value({key1 : "value1"}, "key1") | "value1"
get value({key1 : "value1"}, "unexistent-key") | null
get entries({key1 : "value1"})[key="key1"].value | ["value1"]
context([{key:"a", value:1}, {key:"b", value:2}]) | {a: 1, b: 2}
context put({x:1}, "y", 2) | {x: 1, y: 2}
context put({x:1, y: {a: 0}}, ["y", "a"], 2) | {x: 1, y: {a: 2}}
context merge([{x:1}, {x:2, y:3}]) | {x: 2, y: 3}
number("1 000,0", " ", ",") = number("1,000.0", ",", ".") | true
string(1.1) | "1.1"
string(null) | null
date("2012-12-25") - date("2012-12-24") = duration("P1D") | true
date and time("2012-12-24T23:59:00") + duration("PT1M") = date and time("2012-12-25T00:00:00") | true
time("23:59:00z") + duration("PT2M") = time("00:01:00@Etc/UTC") | true
date and time("2012-12-24T23:59:00") - date and time("2012-12-22T03:45:00") = duration("P2DT20H14M") | true
duration("P2Y2M") = duration("P26M") | true
years and months duration(date("2011-12-22"), date("2013-08-24")) = duration("P1Y8M") | true
years and months duration(date("2013-08-24"), date("2011-12-22")) | -P1Y8M
date(date and time("2012-12-25T11:00:00Z")) | 2012-12-25
date and time(date("2012-12-24"), time("23:59:00")) | 2012-12-24T23:59:00
time(23, 59, 0, duration("PT2H")) | 23:59:00+02:00
time("23:59:00z").hour | 23
@"2012-12-25T11:00:00@Europe/Paris".timezone | "Europe/Paris"
@"2012-12-25T11:00:00@Europe/Paris".time offset | PT1H
date("2018-10-11").weekday | 4
if 20 > 10 then "low" else "high" | "low"
some x in [1,2,3] satisfies x > 2 | true
every x in [] satisfies false | true
for i in 0..4 return if i = 0 then 1 else i * partial[-1] | [1, 1, 2, 6, 24]
for i in -1..1 return i | [-1, 0, 1]
for x in [1,2], y in [x, x*10] return y | [1, 10, 2, 20]
[{a: 1, b: 2}, {a: 3}].b | [2, null]
[1,2,3][-1] | 3
[1,2,3,4][item > 2] | [3, 4]
[{x:1, y:2}, {x:null, y:3}][x < 2] | [{x: 1, y: 2}]
[1,2,3] instance of list<number> | true
[1,"a"] instance of list<number> | false
{a: 1} instance of context<a: number> | true
{a: 1, b: 2} instance of context<a: number> | true
{a: 1} instance of context<a: number, b: string> | false
[1..2] instance of range<number> | true
1 instance of Any | true
null instance of Any | false
null instance of Null | false
duration("P1Y") instance of years and months duration | true
@"2020-01-01T00:00:00" instance of date and time | true
(function(x) x) instance of function<Any>->Any | true
(function(x: string) x) instance of function<string>->Any | true
(function(x: string) x) instance of function<number>->Any | false
(function(x) x) instance of function<number>->Any | true
(function(x: list) x) instance of function<list<number>>->Any | true
(function(x, y) x) instance of function<number>->Any | false
abs instance of function<number>->number | true
sum instance of function | true
range("[1..3)") = [1..3) | true
range("(null..3]") = (null..3] | true
2 in range("(..3]") | true
range("[3..1]") | null
range("[1 + 1..3]") | null
range("[date(\\"2014-01-01\\")..@\\"2015-01-01\\"]") = [@"2014-01-01"..@"2015-01-01"] | true
5 in (1..10) | true
5 in (> 3, < 2) | true
5 in [1, 5, 7] | true
5 in ([1..3], [5..7]) | true
"a" in ("b", "a") | true
1 = 1 and 2 = 2 or false | true
not(null) | null
true and null | null
false and null | false
true or null | true
null or null | null
"a" and true | null
{"a b": 1}.a b | 1
{a-b: 1, c: a-b + 1}.c | 2
{f: function(a, b) a * b, r: f(b: 2, a: 4)}.r | 8
(function(x, y) x + y)(1, 2) | 3
{"x": 1, y: x + 1}.y | 2
"foo" + "bar" | "foobar"
"a" < "b" | true
"foo" + 1 | null
1/0 | null
10 ** 2 | 100
-(5) | -5
2 * -3 | -6
1.0 = 1.00 | true
.5 | 0.5
"\\"quoted\\"" | "\\"quoted\\""
"a\\tb" = "a	b" | true
@"foo" | null
date("2017-02-30") | null
time("25:00:00") | null
duration("P") | null
list replace([2, 4, 7, 8], 3, 6) | [2, 4, 6, 8]
list replace ( [2, 4, 7, 8], function(item, newItem) item < newItem, 5) | [5, 5, 7, 8]
count([]) | 0
{a: {b: {c: 5}}}.a.b.c | 5
[[1,2],[3]][1][2] | 2
string length(string: "abc") | 3
substring(string: "abc", start position: 2) | "bc"
ceiling(n: 1.2) | 2
union(list: [1]) | [1]
time(@"2020-01-01T10:00:00Z") | 10:00:00Z
date and time(@"2020-01-01") | 2020-01-01T00:00:00Z
@"2020-01-01T10:00:00" = @"2020-01-01T10:00:00Z" | null
date("2020-01-31") + duration("P1M") | 2020-02-29
@"2020-03-29T00:30:00@Europe/London" + @"PT1H" | 2020-03-29T02:30:00@Europe/London
""".strip().splitlines()


def written(value):
    if isinstance(value, str):
        escaped = value.replace('"', '\\"')
        return f'"{escaped}"'
    return text_of(value, Budget())


def test_there_are_examples():
    assert len(EXAMPLES) > 200


@pytest.mark.parametrize("example", EXAMPLES)
def test_an_expression_gives_what_the_standard_says(example):
    text, _, expected = example.rpartition(" | ")

    result = parse(text).evaluate({})

    assert written(result.value) == expected


@pytest.mark.parametrize("example", EXAMPLES)
def test_what_becomes_null_says_why(example):
    text, _, expected = example.rpartition(" | ")
    unknown_by_logic = ("null", "not(null)", "true and null", "null or null", "string(null)")
    if expected != "null" or text in unknown_by_logic:
        return

    result = parse(text).evaluate({})

    assert result.warnings
