//! Walks the statements of one function along all its ways.

use std::rc::Rc;

use oxc_ast::ast::{
    Argument, CallExpression, ChainElement, Expression, ForStatementInit, IfStatement, LogicalOperator, Statement,
    SwitchStatement, TryStatement, VariableDeclaration,
};
use oxc_span::{GetSpan, Span};

use super::handed::{chain, Handing, Link, LinkKind};
use super::path::{Path, Stage, Turn};
use super::{Analysis, Ends, Repeated};
use crate::findings::reading::outside::asks_others;
use crate::script::FunctionNode;

/// More ways than this are not followed.
const MOST: usize = 64;

/// The walk through one function.
struct Walk<'w, 's> {
    analysis: &'w mut Analysis<'s>,
    function: Span,
    /// Ways that ended by `return`, or at the end.
    ended: Vec<Path>,
    /// Ways that left a loop or `switch`, innermost last.
    broken: Vec<Vec<Path>>,
    lost: bool,
    /// Calls that were given the answer here, and those of them that others were given it beside.
    given: Vec<usize>,
    shared: Vec<usize>,
}

impl<'s> Analysis<'s> {
    /// How the ways through a function end.
    pub(super) fn ends(&mut self, function: &FunctionNode<'s>) -> Rc<Ends> {
        match self.ends.get(&function.id) {
            Some(Some(ends)) => return Rc::clone(ends),
            Some(None) => return Rc::new(Ends { lost: true, ..Ends::default() }),
            None => self.ends.insert(function.id, None),
        };
        let mut walk = Walk {
            analysis: self,
            function: function.span,
            ended: Vec::new(),
            broken: Vec::new(),
            lost: false,
            given: Vec::new(),
            shared: Vec::new(),
        };
        let start = vec![Path::start()];
        let last = match function.expression {
            Some(expression) => walk.expression(expression, start),
            None => walk.statements(function.statements, start),
        };
        let Walk { mut ended, lost, given, shared, .. } = walk;
        ended.extend(last);
        let alone = given.into_iter().filter(|index| !shared.contains(index)).collect();
        let ends = Rc::new(Ends { paths: ended, lost, alone });
        self.ends.insert(function.id, Some(Rc::clone(&ends)));
        ends
    }
}

impl<'s> Walk<'_, 's> {
    fn statements(&mut self, statements: &'s [Statement<'s>], mut paths: Vec<Path>) -> Vec<Path> {
        for statement in statements {
            if paths.is_empty() {
                break;
            }
            if paths.len() > MOST || self.ended.len() > MOST {
                self.lost = true;
                return Vec::new();
            }
            paths = self.statement(statement, paths);
        }
        paths
    }

    fn statement(&mut self, statement: &'s Statement<'s>, paths: Vec<Path>) -> Vec<Path> {
        let span = statement.span();
        let spoken = self.analysis.carriers.mentions(span);
        if let Statement::FunctionDeclaration(_) | Statement::ClassDeclaration(_) = statement {
            return paths;
        }
        if !spoken && !self.analysis.carriers.exits(span) {
            self.late(statement, &paths);
            return paths;
        }
        match statement {
            Statement::BlockStatement(block) => self.statements(&block.body, paths),
            Statement::ExpressionStatement(statement) => self.expression(&statement.expression, paths),
            Statement::VariableDeclaration(declaration) => self.variables(declaration, paths),
            Statement::ReturnStatement(statement) => {
                let paths = match &statement.argument {
                    Some(value) if self.rejects(value) => return Vec::new(),
                    Some(value) => self.expression(value, paths),
                    None => paths,
                };
                let turned = |path| if spoken { path } else { turned(path, Turn::Return(span)) };
                self.ended.extend(paths.into_iter().map(turned));
                Vec::new()
            }
            Statement::ThrowStatement(_) => Vec::new(),
            Statement::BreakStatement(jump) => self.jump(jump.label.is_some(), paths),
            Statement::ContinueStatement(jump) => self.jump(jump.label.is_some(), paths),
            Statement::IfStatement(branches) => self.branches(branches, paths),
            Statement::TryStatement(attempt) => self.attempt(attempt, paths),
            Statement::SwitchStatement(switch) => self.switch(switch, paths),
            Statement::LabeledStatement(labeled) => self.statement(&labeled.body, paths),
            Statement::ForStatement(each) => {
                let paths = match &each.init {
                    Some(ForStatementInit::VariableDeclaration(declaration)) => self.variables(declaration, paths),
                    _ => paths,
                };
                self.repeat(&each.body, paths, each.test.is_none())
            }
            Statement::ForInStatement(each) => self.repeat(&each.body, paths, false),
            Statement::ForOfStatement(each) => self.repeat(&each.body, paths, false),
            Statement::WhileStatement(each) => {
                let endless = matches!(&each.test, Expression::BooleanLiteral(test) if test.value);
                self.repeat(&each.body, paths, endless)
            }
            Statement::DoWhileStatement(each) => self.repeat(&each.body, paths, true),
            _ => {
                self.lost = true;
                paths
            }
        }
    }

    /// A promise that may fail is a `throw` in other words.
    fn rejects(&self, value: &Expression<'_>) -> bool {
        let text = self.analysis.carriers.syntax.source(value.span());
        text.contains("Promise.reject(") || text.contains("throw ")
    }

    fn jump(&mut self, labeled: bool, paths: Vec<Path>) -> Vec<Path> {
        match self.broken.last_mut() {
            Some(broken) if !labeled => broken.extend(paths),
            _ => self.lost = true,
        }
        Vec::new()
    }

    fn variables(&mut self, declaration: &'s VariableDeclaration<'s>, mut paths: Vec<Path>) -> Vec<Path> {
        for declarator in &declaration.declarations {
            let Some(value) = &declarator.init else { continue };
            // A name for the callback, or for a function that uses it, is followed where it is called.
            let named = self.analysis.carriers.is_callback(value) || self.analysis.carriers.literal(value).is_some();
            if !named {
                paths = self.expression(value, paths);
            }
        }
        paths
    }

    fn branches(&mut self, branches: &'s IfStatement<'s>, paths: Vec<Path>) -> Vec<Path> {
        let span = branches.span;
        let paths = self.expression(&branches.test, paths);
        let (then, otherwise) = self.part(&branches.test, paths);
        let spoken = self.analysis.carriers.mentions(span);
        let turn = |paths: Vec<Path>, to: Turn| -> Vec<Path> {
            paths.into_iter().map(|path| if spoken { turned(path, to) } else { path }).collect()
        };
        let mut after = self.statement(&branches.consequent, turn(then, Turn::Branch(branches.consequent.span())));
        match &branches.alternate {
            Some(alternate @ Statement::IfStatement(_)) => after.extend(self.statement(alternate, otherwise)),
            Some(alternate) => {
                after.extend(self.statement(alternate, turn(otherwise, Turn::Branch(alternate.span()))));
            }
            None => after.extend(turn(otherwise, Turn::NoElse(span))),
        }
        after
    }

    /// The ways on which a condition holds, and those on which it does not.
    fn part(&mut self, test: &'s Expression<'s>, paths: Vec<Path>) -> (Vec<Path>, Vec<Path>) {
        let carriers = &self.analysis.carriers;
        let outside = carriers.asks_outside(test.span(), self.function);
        let flag = carriers.asks_flag(test.span());
        let mut parted = (Vec::new(), Vec::new());
        for mut path in paths {
            path.guarded |= outside || flag;
            for (holds, side) in [(true, &mut parted.0), (false, &mut parted.1)] {
                let mut path = path.clone();
                if path.assume(carriers.syntax, test, holds) {
                    side.push(path);
                }
            }
        }
        parted
    }

    fn attempt(&mut self, attempt: &'s TryStatement<'s>, paths: Vec<Path>) -> Vec<Path> {
        let thrown = paths.clone();
        let mut after = self.statements(&attempt.block.body, paths);
        if let Some(handler) = attempt.handler.as_ref().filter(|_| !attempt.block.body.is_empty()) {
            let thrown = thrown.into_iter().map(|path| turned(path, Turn::Catch(handler.span))).collect();
            after.extend(self.statements(&handler.body.body, thrown));
        }
        let Some(last) = &attempt.finalizer else { return after };
        if self.analysis.carriers.mentions(last.span) {
            // Ways that have ended go through it, too.
            self.lost = true;
        }
        self.statements(&last.body, after)
    }

    fn switch(&mut self, switch: &'s SwitchStatement<'s>, paths: Vec<Path>) -> Vec<Path> {
        let paths = self.expression(&switch.discriminant, paths);
        self.broken.push(Vec::new());
        let mut through = Vec::new();
        for case in &switch.cases {
            through.extend(paths.iter().cloned().map(|path| turned(path, Turn::Branch(case.span))));
            through = self.statements(&case.consequent, through);
        }
        through.extend(self.broken.pop().unwrap_or_default());
        if !switch.cases.iter().any(|case| case.test.is_none()) {
            through.extend(paths.into_iter().map(|path| turned(path, Turn::NoDefault(switch.span))));
        }
        through
    }

    /// A loop: not at all, or once. What answers in a loop may well have answered before it ends.
    fn repeat(&mut self, body: &'s Statement<'s>, paths: Vec<Path>, at_least_once: bool) -> Vec<Path> {
        self.broken.push(Vec::new());
        let mut after = if at_least_once { Vec::new() } else { paths.clone() };
        after.extend(self.statement(body, paths));
        after.extend(self.broken.pop().unwrap_or_default());
        if self.analysis.carriers.mentions(body.span()) {
            for path in &mut after {
                path.stage = Stage::Handed(None);
            }
        }
        after
    }

    fn expression(&mut self, expression: &'s Expression<'s>, paths: Vec<Path>) -> Vec<Path> {
        if !self.analysis.carriers.mentions(expression.span()) {
            self.late_call(expression, &paths);
            return paths;
        }
        match expression.get_inner_expression() {
            Expression::CallExpression(call) => self.call(call, paths),
            Expression::ChainExpression(optional) => match &optional.expression {
                ChainElement::CallExpression(call) => self.call(call, paths),
                _ => self.given_away(paths),
            },
            Expression::NewExpression(new) => {
                let answerer = self.analysis.carriers.answerer(&new.callee, &new.arguments);
                self.give(Handing::to(answerer), None, paths)
            }
            Expression::AwaitExpression(wait) => self.expression(&wait.argument, paths),
            Expression::UnaryExpression(unary) => self.expression(&unary.argument, paths),
            Expression::AssignmentExpression(assignment) => match self.analysis.carriers.literal(&assignment.right) {
                Some(_) => self.given_away(paths),
                None => self.expression(&assignment.right, paths),
            },
            Expression::SequenceExpression(sequence) => {
                sequence.expressions.iter().fold(paths, |paths, each| self.expression(each, paths))
            }
            Expression::ConditionalExpression(choice) => {
                let paths = self.expression(&choice.test, paths);
                let (then, otherwise) = self.part(&choice.test, paths);
                let mut after = self.expression(&choice.consequent, then);
                after.extend(self.expression(&choice.alternate, otherwise));
                after
            }
            Expression::LogicalExpression(logical) => {
                let paths = self.expression(&logical.left, paths);
                let (holds, fails) = match logical.operator {
                    LogicalOperator::And | LogicalOperator::Or => self.part(&logical.left, paths),
                    LogicalOperator::Coalesce => (paths.clone(), paths),
                };
                let (on, mut past) =
                    if logical.operator == LogicalOperator::And { (holds, fails) } else { (fails, holds) };
                past.extend(self.expression(&logical.right, on));
                past
            }
            _ => self.given_away(paths),
        }
    }

    fn call(&mut self, call: &'s CallExpression<'s>, paths: Vec<Path>) -> Vec<Path> {
        let carriers = &self.analysis.carriers;
        let callee = call.callee.get_inner_expression();
        let applied = callee.as_member_expression().filter(|member| {
            matches!(member.static_property_name(), Some("call" | "apply")) && carriers.is_callback(member.object())
        });
        if carriers.is_callback(callee) || applied.is_some() {
            return self.answer(call.span, paths);
        }
        if let Some((base, links)) = chain(call) {
            return self.chain(base, &links, paths);
        }
        if let Some((function, only)) = carriers.function(callee) {
            return self.helper(function, only, call.span, paths);
        }
        if let Some(function) = carriers.literal(callee) {
            return self.give(Handing::to(Some(function)), None, paths);
        }
        if carriers.mentions(callee.span()) {
            return self.given_away(paths);
        }
        let answerer = carriers.answerer(callee, &call.arguments);
        let again = carriers.answers_within(&call.arguments).map(|_| call.span);
        self.give(Handing::to(answerer), again, paths)
    }

    /// A function of the script that uses the callback is called.
    fn helper(&mut self, function: FunctionNode<'s>, only: bool, call: Span, paths: Vec<Path>) -> Vec<Path> {
        match self.analysis.ends(&function).always() {
            Some(_) => self.answer(call, paths),
            None if only => self.give(Handing::to(Some(function)), None, paths),
            None => self.given_away(paths),
        }
    }

    /// A chain of promises: the last `then` has to answer, and so has a `catch` behind it.
    fn chain(&mut self, base: &'s Expression<'s>, links: &[Link<'s>], mut paths: Vec<Path>) -> Vec<Path> {
        let carriers = &self.analysis.carriers;
        let first = |link: &Link<'s>| link.call.arguments.first().and_then(Argument::as_expression);
        let spoken = |link: &Link<'s>| link.call.arguments.iter().any(|argument| carriers.mentions(argument.span()));
        let mut answerers = Vec::new();
        let begins = match base {
            Expression::CallExpression(call) => carriers
                .literal(&call.callee)
                .filter(|function| carriers.mentions(function.span))
                .or_else(|| carriers.function(&call.callee).filter(|(_, only)| *only).map(|(function, _)| function)),
            _ => None,
        };
        let last = links.iter().rposition(|link| link.kind == LinkKind::Then);
        let before = &links[..last.unwrap_or(0)];
        let followed = match last {
            Some(last) => {
                let link = &links[last];
                answerers.extend(first(link).and_then(|first| carriers.literal(first)));
                // Who answers in an earlier link alone cannot be told from here.
                spoken(link) && link.call.arguments.len() == 1
            }
            None => begins.is_some(),
        };
        answerers.extend(begins.filter(|_| last.is_none()));
        let behind = last.map_or(links, |last| &links[last + 1..]);
        let catches: Vec<&Link<'s>> = behind.iter().filter(|link| link.kind == LinkKind::Catch).collect();
        let swallows = catches.last().and_then(|link| first(link));
        answerers.extend(swallows.and_then(|first| carriers.literal(first)));
        let swallowed = swallows.filter(|first| carriers.is_console(first)).map(GetSpan::span);
        let finally = links.iter().any(|link| link.kind == LinkKind::Finally && spoken(link));
        let followed = followed && !finally && catches.len() <= 1 && (last.is_none() || begins.is_none());
        let again = links.iter().find(|link| spoken(link)).map(|link| link.call.span);

        if begins.is_none() {
            paths = self.expression(base, paths);
        }
        let links_before: Vec<FunctionNode<'s>> =
            before.iter().filter_map(|link| self.analysis.carriers.literal(first(link)?)).collect();
        let next = last.and_then(|last| self.analysis.carriers.literal(first(&links[last])?));
        if let Some(next) = next {
            self.answered_before(&links_before, &next);
        }
        let handing = if followed { Handing { answerers, swallows: swallowed } } else { Handing::unknown() };
        self.give(handing, again, paths)
    }

    /// A link that answers and goes on, and the next that answers on every way.
    fn answered_before(&mut self, before: &[FunctionNode<'s>], next: &FunctionNode<'s>) {
        if before.is_empty() || !self.analysis.carriers.mentions(next.span) {
            return;
        }
        let Some(again) = self.analysis.ends(next).always() else { return };
        for function in before {
            if !self.analysis.carriers.mentions(function.span) {
                continue;
            }
            let ends = self.analysis.ends(function);
            let answered = ends.paths.iter().find_map(|path| match path.stage {
                Stage::Answered(span) if !path.guarded => Some(span),
                _ => None,
            });
            if let Some(first) = answered.filter(|_| !ends.lost) {
                self.analysis.found.repeated.push(Repeated { first, again, chained: true });
            }
        }
    }

    /// `callback` is called here.
    fn answer(&mut self, here: Span, mut paths: Vec<Path>) -> Vec<Path> {
        for path in &mut paths {
            match path.stage {
                Stage::Answered(first) if first != here => {
                    if !path.guarded {
                        self.analysis.found.repeated.push(Repeated { first, again: here, chained: false });
                    }
                    continue;
                }
                Stage::Handed(Some(index)) => self.shared.push(index),
                _ => {}
            }
            path.stage = Stage::Answered(here);
        }
        paths
    }

    /// Somebody is given the answer; `again` is where it can be given a second time.
    fn give(&mut self, handing: Handing<'s>, again: Option<Span>, mut paths: Vec<Path>) -> Vec<Path> {
        let index = handing.is_known().then(|| {
            self.analysis.handings.push(handing);
            self.given.push(self.analysis.handings.len() - 1);
            self.analysis.handings.len() - 1
        });
        for path in &mut paths {
            match path.stage {
                Stage::Silent => path.stage = Stage::Handed(index),
                Stage::Handed(before) => {
                    self.shared.extend(before.into_iter().chain(index));
                    path.stage = Stage::Handed(None);
                }
                Stage::Answered(first) => {
                    if let Some(again) = again.filter(|_| !path.guarded) {
                        self.analysis.found.repeated.push(Repeated { first, again, chained: false });
                    }
                }
            }
        }
        paths
    }

    /// It cannot be followed who is given the answer here.
    fn given_away(&mut self, paths: Vec<Path>) -> Vec<Path> {
        self.give(Handing::unknown(), None, paths)
    }

    /// What a statement without an answer of its own asks of others after the answer was given.
    fn late(&mut self, statement: &'s Statement<'s>, paths: &[Path]) {
        match statement {
            Statement::ExpressionStatement(statement) => self.late_call(&statement.expression, paths),
            Statement::VariableDeclaration(declaration) => {
                for value in declaration.declarations.iter().filter_map(|declarator| declarator.init.as_ref()) {
                    self.late_call(value, paths);
                }
            }
            _ => {}
        }
    }

    fn late_call(&mut self, expression: &'s Expression<'s>, paths: &[Path]) {
        let answered = paths.iter().find_map(|path| match path.stage {
            Stage::Answered(span) if !path.guarded => Some(span),
            _ => None,
        });
        let Some(answered) = answered else { return };
        if let Some(call) = asks_others(self.analysis.carriers.syntax, expression) {
            self.analysis.found.late.push((answered, call));
        }
    }
}

fn turned(mut path: Path, turn: Turn) -> Path {
    path.turn = turn;
    path
}
